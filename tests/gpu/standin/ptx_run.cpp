#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>

#include "ptx.h"

namespace standin::ptx {
namespace {

using Step = std::function<void(Thread&)>;
using u32 = std::uint32_t;
using u64 = std::uint64_t;

float asFloat(u64 bits) { return std::bit_cast<float>(static_cast<u32>(bits)); }
u64 asBits(float number) { return std::bit_cast<u32>(number); }

u64 read(const Thread& thread, const Operand& operand) {
  switch (operand.kind) {
    case Operand::Kind::reg:
      return thread.registers[operand.value];
    case Operand::Kind::special: {
      const Grid& grid = thread.block->grid;
      const u64 all[] = {thread.x, grid.threads, thread.blockX, thread.blockY, grid.columns};
      return all[operand.value];
    }
    case Operand::Kind::parameter:
      return (*thread.block->parameters)[operand.value];
    default:
      return operand.value;
  }
}

bool has(const Instruction& instruction, std::string_view part) {
  for (const std::string& one : instruction.parts) {
    if (one == part) return true;
  }
  return false;
}

std::size_t bitsOf(const std::string& type) { return type.ends_with("64") ? 64 : 32; }

/// Whether a register may be an operand of that type: of the same size, and no float among whole numbers.
void fits(const Instruction& instruction, const Operand& operand, const std::string& type,
          const std::vector<std::string>& types) {
  if (operand.isAddress || operand.kind != Operand::Kind::reg) return;
  const std::string& own = types[operand.value];
  const bool isGood = own == type || (own != "pred" && type != "pred" && bitsOf(own) == bitsOf(type) &&
                                      (own[0] == 'b' || type[0] == 'b' || own[0] == type[0]));
  if (!isGood) throw Error(instruction.text + ": a register of type " + own + " for " + type);
}

/// Where an access goes; an Error where that is no memory, or not aligned to its size.
unsigned char* place(Thread& thread, const Operand& address, bool isShared, std::size_t bytes) {
  const u64 at = read(thread, address) + static_cast<u64>(address.offset);
  if (at % bytes != 0) throw Error("misaligned address");
  if (isShared) {
    if (at + bytes > thread.block->shared.size()) throw Error("an address beyond shared memory");
    return thread.block->shared.data() + at;
  }
  if (!(*thread.block->isMemory)(at, bytes)) throw Error("an illegal memory access");
  thread.block->work->globalBytes += static_cast<double>(bytes);
  return reinterpret_cast<unsigned char*>(at);
}

Step access(const Instruction& instruction) {
  const bool isLoad = instruction.parts[0] == "ld";
  const bool isShared = has(instruction, "shared");
  if (!isShared && !has(instruction, "global")) throw Error("no state space: " + instruction.text);
  const auto group = instruction.operands.at(isLoad ? 0 : 1);
  const auto address = instruction.operands.at(isLoad ? 1 : 0).at(0);
  const std::size_t count = has(instruction, "v4") ? 4 : has(instruction, "v2") ? 2 : 1;
  if (group.size() != count || !address.isAddress) throw Error("wrong operands of " + instruction.text);
  return [=](Thread& thread) {
    unsigned char* memory = place(thread, address, isShared, count * sizeof(u32));
    for (const Operand& one : group) {
      u32 word = static_cast<u32>(isLoad ? 0 : read(thread, one));
      if (isLoad) {
        std::memcpy(&word, memory, sizeof word);
        thread.registers[one.value] = word;
      } else {
        std::memcpy(memory, &word, sizeof word);
        if (!isShared) thread.block->work->written = memory;
      }
      memory += sizeof word;
    }
  };
}

Step add(const Instruction& instruction) {
  const auto& in = instruction.operands;
  const Operand address = in.at(0).at(0);
  const Operand value = in.at(1).at(0);
  return [=](Thread& thread) {
    unsigned char* memory = place(thread, address, false, sizeof(u32));
    u32 word = 0;
    std::memcpy(&word, memory, sizeof word);
    word += static_cast<u32>(read(thread, value));
    std::memcpy(memory, &word, sizeof word);
    thread.block->work->written = memory;
  };
}

/// An instruction that makes a number of numbers.
template <class Function>
Step compute(const Instruction& instruction, std::size_t inputs, Function function) {
  const auto& operands = instruction.operands;
  if (operands.size() != inputs + 1) throw Error("wrong operands of " + instruction.text);
  const u64 target = operands[0].at(0).value;
  std::vector<Operand> in;
  for (std::size_t i = 1; i < operands.size(); ++i) in.push_back(operands[i].at(0));
  return [=](Thread& thread) {
    u64 values[3] = {};
    for (std::size_t i = 0; i < in.size(); ++i) values[i] = read(thread, in[i]);
    thread.registers[target] = function(values);
  };
}

Step arithmetic(const Instruction& instruction) {
  const std::string& text = instruction.text;
  const auto is = [&](std::string_view name) { return text == name; };
  if (is("mov.u32") || is("mov.f32") || is("ld.param.u32"))
    return compute(instruction, 1, [](const u64* in) { return u64{static_cast<u32>(in[0])}; });
  if (is("ld.param.u64") || is("cvta.to.global.u64"))
    return compute(instruction, 1, [](const u64* in) { return in[0]; });
  if (is("cvt.u64.u32")) return compute(instruction, 1, [](const u64* in) { return in[0]; });
  if (is("add.u64")) return compute(instruction, 2, [](const u64* in) { return in[0] + in[1]; });
  if (is("add.u32") || is("add.s32"))
    return compute(instruction, 2, [](const u64* in) { return u64{static_cast<u32>(in[0] + in[1])}; });
  if (is("mul.lo.u32"))
    return compute(instruction, 2, [](const u64* in) { return u64{static_cast<u32>(in[0] * in[1])}; });
  if (is("mad.lo.u32") || is("mad.lo.s32"))
    return compute(instruction, 3,
                   [](const u64* in) { return u64{static_cast<u32>(in[0] * in[1] + in[2])}; });
  if (is("mul.wide.u32"))
    return compute(instruction, 2,
                   [](const u64* in) { return u64{static_cast<u32>(in[0])} * static_cast<u32>(in[1]); });
  if (is("shl.b32"))
    return compute(instruction, 2, [](const u64* in) { return u64{static_cast<u32>(in[0]) << in[1]}; });
  if (is("shr.u32"))
    return compute(instruction, 2, [](const u64* in) { return u64{static_cast<u32>(in[0]) >> in[1]}; });
  if (is("and.b32")) return compute(instruction, 2, [](const u64* in) { return in[0] & in[1]; });
  if (is("setp.ge.u32"))
    return compute(instruction, 2,
                   [](const u64* in) { return u64{static_cast<u32>(in[0]) >= static_cast<u32>(in[1])}; });
  if (is("setp.lt.u32"))
    return compute(instruction, 2,
                   [](const u64* in) { return u64{static_cast<u32>(in[0]) < static_cast<u32>(in[1])}; });
  throw Error("unknown instruction " + text);
}

// Formats of factors on tensor cores: the bytes of a number, and what they mean.
float fromE4m3(u32 bits) {
  const int exponent = static_cast<int>(bits >> 3U & 15U);
  const float mantissa = static_cast<float>(bits & 7U) / 8;
  const float size = exponent == 0 ? std::ldexp(mantissa, -6) : std::ldexp(1 + mantissa, exponent - 7);
  return (bits & 128U) != 0 ? -size : size;
}
struct Format {
  std::string_view instruction;
  int bytes;
  float (*decode)(u32 bits);
};
const Format formats[] = {
    {"mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32", 4,
     [](u32 bits) { return asFloat(bits & 0xFFFFE000U); }},  // 10 bits of mantissa
    {"mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32", 2, [](u32 bits) { return asFloat(bits << 16U); }},
    {"mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e4m3.f32", 1, fromE4m3},
};

const Format* formatOf(const Instruction& instruction) {
  for (const Format& format : formats) {
    if (format.instruction == instruction.text) return &format;
  }
  return nullptr;
}

/// Of a warp: D = A · B + C. Which number of which matrix a lane has where is written as the reference has
/// it, for numbers of each size.
void multiply(const Instruction& instruction, std::span<Thread> lanes, Work& work) {
  const Format& format = *formatOf(instruction);
  const int inWord = 4 / format.bytes;
  const int k = 8 * inWord;
  std::vector<float> a(16 * k), b(k * 8);
  const u32 mask = format.bytes == 4 ? ~0U : (1U << (8U * format.bytes)) - 1;
  for (int lane = 0; lane < 32; ++lane) {
    const int group = lane / 4;
    const int inGroup = lane % 4;
    for (int i = 0; i < 4 * inWord; ++i) {  // a_i
      const int word = i / inWord;
      const int row = group + (word % 2 == 1 ? 8 : 0);
      const int column = inGroup * inWord + i % inWord + (word >= 2 ? k / 2 : 0);
      const u64 bits = lanes[lane].registers[instruction.operands[1][word].value];
      a[row * k + column] = format.decode(static_cast<u32>(bits >> (8 * format.bytes * (i % inWord))) & mask);
    }
    for (int i = 0; i < 2 * inWord; ++i) {  // b_i
      const int word = i / inWord;
      const int row = inGroup * inWord + i % inWord + (word == 1 ? k / 2 : 0);
      const u64 bits = lanes[lane].registers[instruction.operands[2][word].value];
      b[row * 8 + group] = format.decode(static_cast<u32>(bits >> (8 * format.bytes * (i % inWord))) & mask);
    }
  }
  for (int lane = 0; lane < 32; ++lane) {
    for (int i = 0; i < 4; ++i) {  // c_i and d_i
      const int row = lane / 4 + (i < 2 ? 0 : 8);
      const int column = lane % 4 * 2 + i % 2;
      float sum = asFloat(lanes[lane].registers[instruction.operands[3][i].value]);
      for (int j = 0; j < k; ++j) sum += a[row * k + j] * b[j * 8 + column];
      lanes[lane].registers[instruction.operands[0][i].value] = asBits(sum);
    }
  }
  work.operations += 2.0 * 16 * 8 * k;
}

/// Runs a lane until its warp or its block is needed.
void runLane(Thread& thread) {
  const auto& code = thread.block->entry->code;
  while (true) {
    if (thread.next >= code.size()) throw Error("a kernel without its end");
    const Instruction& now = code[thread.next];
    if (now.predicate >= 0 &&
        (thread.registers[static_cast<std::size_t>(now.predicate)] != 0) == now.isNegated) {
      ++thread.next;
    } else if (now.text == "bra") {
      thread.next = now.operands[0][0].value;
    } else if (now.step) {
      now.step(thread);
      ++thread.next;
    } else {
      thread.hasEnded = now.text == "ret";
      return;
    }
  }
}

/// Runs a warp until it is at a barrier, or has ended.
void runWarp(std::span<Thread> lanes) {
  const auto& code = lanes[0].block->entry->code;
  while (true) {
    for (Thread& lane : lanes) {
      if (!lane.hasEnded) runLane(lane);
    }
    if (lanes[0].hasEnded || formatOf(code[lanes[0].next]) == nullptr) return;
    for (const Thread& lane : lanes) {
      if (lane.next != lanes[0].next || lanes.size() != 32) throw Error("a warp is not together");
    }
    multiply(code[lanes[0].next], lanes, *lanes[0].block->work);
    for (Thread& lane : lanes) ++lane.next;
  }
}

void runBlock(Block& block, unsigned x, unsigned y) {
  std::vector<Thread> threads(block.grid.threads);
  for (unsigned i = 0; i < threads.size(); ++i) {
    threads[i] = {.registers = std::vector<u64>(block.entry->registers),
                  .x = i,
                  .blockX = x,
                  .blockY = y,
                  .block = &block};
  }
  block.shared.assign(block.entry->sharedBytes, 0xCD);
  while (!threads[0].hasEnded) {
    for (std::size_t at = 0; at < threads.size(); at += 32)
      runWarp(std::span(threads).subspan(at, std::min<std::size_t>(32, threads.size() - at)));
    for (Thread& thread : threads) {
      if (thread.hasEnded != threads[0].hasEnded) throw Error("a barrier that not all come to");
      ++thread.next;
    }
  }
}

}  // namespace

void prepare(Instruction& instruction, const std::vector<std::string>& types) {
  const std::string& text = instruction.text;
  const std::string& kind = instruction.parts[0];
  if (text == "bra" || text == "ret" || text == "bar.sync") return;
  if (const Format* format = formatOf(instruction)) {
    const std::size_t sizes[] = {4, 4, 2, 4};
    for (std::size_t i = 0; i < 4; ++i) {
      if (instruction.operands.at(i).size() != sizes[i]) throw Error("wrong operands of " + text);
      for (const Operand& one : instruction.operands[i]) {
        if (one.kind != Operand::Kind::reg) throw Error("wrong operands of " + text);
        fits(instruction, one, i == 1 || i == 2 ? "u32" : "f32", types);
      }
    }
    return static_cast<void>(format);
  }
  for (std::size_t i = 0; i < instruction.operands.size(); ++i) {
    std::string type = instruction.parts.back();
    if (i == 0 && kind == "setp") type = "pred";
    if (i == 0 && has(instruction, "wide")) type = "u64";
    if (i == 0 && kind == "cvt") type = "u64";
    for (const Operand& one : instruction.operands[i]) fits(instruction, one, type, types);
  }
  if (text == "fma.rn.f32") {
    instruction.step = [inner = compute(instruction, 3, [](const u64* in) {
                          return asBits(std::fma(asFloat(in[0]), asFloat(in[1]), asFloat(in[2])));
                        })](Thread& thread) {
      inner(thread);
      thread.block->work->operations += 2;
    };
  } else if (text == "red.global.add.u32") {
    instruction.step = add(instruction);
  } else if ((kind == "ld" || kind == "st") && !has(instruction, "param")) {
    instruction.step = access(instruction);
  } else {
    instruction.step = arithmetic(instruction);
  }
}

Work run(const Entry& entry, Grid grid, void** parameters, const IsMemory& isMemory) {
  std::vector<u64> values;
  for (std::size_t i = 0; i < entry.parameters.size(); ++i) {
    u64 value = 0;
    std::memcpy(&value, parameters[i], entry.parameters[i].bytes);
    values.push_back(value);
  }
  Work work;
  Block block{.entry = &entry,
              .grid = grid,
              .parameters = &values,
              .shared = {},
              .isMemory = &isMemory,
              .work = &work};
  for (unsigned y = 0; y < grid.rows; ++y) {
    for (unsigned x = 0; x < grid.columns; ++x) runBlock(block, x, y);
  }
  return work;
}

}  // namespace standin::ptx
