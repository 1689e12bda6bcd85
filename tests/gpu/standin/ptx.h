#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Reads and runs the part of PTX that the benchmark's kernels are written in, by the PTX ISA reference
/// (docs.nvidia.com/cuda/parallel-thread-execution). Strict: an instruction, register, label or operand that
/// is not of it, or not of the right type, does not compile; a wrong address or barrier does not run.
namespace standin::ptx {

/// Why a text does not compile, or a kernel cannot go on.
struct Error : std::runtime_error {
  using runtime_error::runtime_error;
};

struct Operand {
  enum class Kind { reg, number, special, parameter, shared, label };
  Kind kind = Kind::number;
  std::uint64_t value = 0;  ///< number of the register, the number itself, instruction of the label …
  std::int64_t offset = 0;  ///< of an address
  bool isAddress = false;
};

struct Instruction {
  std::string text;                            ///< the whole opcode
  std::vector<std::string> parts;              ///< `ld`, `global`, `v4`, `u32`
  std::vector<std::vector<Operand>> operands;  ///< each of one, or those of `{a, b}`
  int predicate = -1;                          ///< register of it; -1 for none
  bool isNegated = false;
  std::function<void(struct Thread&)> step;  ///< what it does; none for those that concern a warp or block
};

struct Register {
  std::string type;  ///< `b32`, `f32`, `b64`, `pred`
  std::size_t number = 0;
};

struct Parameter {
  std::string name;
  std::size_t bytes = 0;
};

struct Entry {
  std::vector<Parameter> parameters;
  std::vector<Instruction> code;
  std::size_t registers = 0;
  std::size_t sharedBytes = 0;
};

struct Module {
  double version = 0;
  int target = 0;  ///< 80 for sm_80
  std::map<std::string, Entry> entries;
};

/// Compiles a text.
Module compile(std::string_view text);

struct Grid {
  unsigned columns = 1, rows = 1, threads = 1;
};

/// What a kernel did.
struct Work {
  double globalBytes = 0;
  double operations = 0;
  unsigned char* written = nullptr;  ///< where in global memory it wrote last
};

/// Memory of the device: whether these bytes are somebody's.
using IsMemory = std::function<bool(std::uint64_t address, std::size_t bytes)>;

/// Runs a kernel to its end; an Error where it does what a device would not.
Work run(const Entry& entry, Grid grid, void** parameters, const IsMemory& isMemory);

/// A lane, as its instructions see it.
struct Thread {
  std::vector<std::uint64_t> registers;
  std::size_t next = 0;  ///< instruction
  unsigned x = 0;
  unsigned blockX = 0, blockY = 0;
  bool hasEnded = false;
  struct Block* block = nullptr;
};

struct Block {
  const Entry* entry = nullptr;
  Grid grid;
  const std::vector<std::uint64_t>* parameters = nullptr;
  std::vector<unsigned char> shared;
  const IsMemory* isMemory = nullptr;
  Work* work = nullptr;
};

/// Gives an instruction its step; an Error where it is none that we know.
void prepare(Instruction& instruction, const std::vector<std::string>& types);

}  // namespace standin::ptx
