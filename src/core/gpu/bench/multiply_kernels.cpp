#include <fmt/format.h>

#include "core/gpu/bench/kernels.h"

namespace aictl::gpu::bench {
namespace {

// A block keeps 64 bytes of 128 rows of each factor in shared memory. Its rows lie 80 bytes apart there, so
// that eight rows that are read at once lie in different banks.
constexpr unsigned sharedPitch = 80;
constexpr unsigned halfRows = tileRows / 2;  // two pieces of 16 bytes a thread: of this row, and 64 below it
constexpr unsigned sharedB = tileRows * sharedPitch;
constexpr unsigned sharedBytes = 2 * sharedB;

/// Before the first step: %d1 to %d4 are where the thread's pieces of a and b are, %r4 where they go.
std::string begin(std::string_view version, std::string_view target) {
  return fmt::format(R"(.version {}
.target {}
.address_size 64

.visible .entry multiply(.param .u64 a, .param .u64 b, .param .u64 product, .param .u32 pitch, .param .u32 columns)
.maxntid {}, 1, 1
{{
  .reg .pred %p<2>;
  .reg .b32 %r<16>;
  .reg .b32 %g<16>;
  .reg .b32 %a<32>;
  .reg .b32 %b<32>;
  .reg .f32 %x<32>;
  .reg .f32 %y<32>;
  .reg .f32 %c<64>;
  .reg .b64 %d<10>;
  .shared .align 16 .b8 tile[{}];
  ld.param.u64 %d1, [a];
  cvta.to.global.u64 %d1, %d1;
  ld.param.u64 %d3, [b];
  cvta.to.global.u64 %d3, %d3;
  ld.param.u32 %r0, [pitch];
  mov.u32 %r1, %tid.x;
  mov.u32 %r2, %ctaid.y;
  mov.u32 %r3, %ctaid.x;
  mov.u32 %r4, tile;
  shr.u32 %r5, %r1, 2;
  and.b32 %r6, %r1, 3;
  shl.b32 %r6, %r6, 4;
  mad.lo.u32 %r7, %r2, {}, %r5;
  mul.wide.u32 %d5, %r7, %r0;
  add.u64 %d1, %d1, %d5;
  mad.lo.u32 %r7, %r3, {}, %r5;
  mul.wide.u32 %d5, %r7, %r0;
  add.u64 %d3, %d3, %d5;
  cvt.u64.u32 %d5, %r6;
  add.u64 %d1, %d1, %d5;
  add.u64 %d3, %d3, %d5;
  mul.wide.u32 %d5, %r0, {};
  add.u64 %d2, %d1, %d5;
  add.u64 %d4, %d3, %d5;
  mad.lo.u32 %r5, %r5, {}, %r6;
  add.u32 %r4, %r4, %r5;
  mov.u32 %r8, 0;
)",
                     version, target, tileThreads, sharedBytes, tileRows, tileRows, halfRows, sharedPitch);
}

constexpr std::string_view loads = R"(
  ld.global.v4.u32 {%g0, %g1, %g2, %g3}, [%d1];
  ld.global.v4.u32 {%g4, %g5, %g6, %g7}, [%d2];
  ld.global.v4.u32 {%g8, %g9, %g10, %g11}, [%d3];
  ld.global.v4.u32 {%g12, %g13, %g14, %g15}, [%d4];
)";

/// A step: what was loaded goes to shared memory, and what the next step needs is loaded while this one is
/// computed. %r8 are the bytes of the rows that were taken, %p1 whether there are more.
std::string steps(const std::string& compute) {
  return fmt::format(R"({0}
step:
  st.shared.v4.u32 [%r4], {{%g0, %g1, %g2, %g3}};
  st.shared.v4.u32 [%r4+{1}], {{%g4, %g5, %g6, %g7}};
  st.shared.v4.u32 [%r4+{2}], {{%g8, %g9, %g10, %g11}};
  st.shared.v4.u32 [%r4+{3}], {{%g12, %g13, %g14, %g15}};
  bar.sync 0;
  add.u32 %r8, %r8, {4};
  setp.lt.u32 %p1, %r8, %r0;
  @!%p1 bra compute;
  add.u64 %d1, %d1, {4};
  add.u64 %d2, %d2, {4};
  add.u64 %d3, %d3, {4};
  add.u64 %d4, %d4, {4};
{0}
compute:
{5}
  bar.sync 0;
  @%p1 bra step;
)",
                     loads, halfRows * sharedPitch, sharedB, sharedB + halfRows * sharedPitch, tileBytes,
                     compute);
}

/// %d6 is where the thread's first number of the product is: in the block's tile at row %r9 and column %r10.
/// %d7 are the bytes of so many rows.
std::string place(unsigned rows) {
  return fmt::format(R"(
  ld.param.u64 %d6, [product];
  cvta.to.global.u64 %d6, %d6;
  ld.param.u32 %r11, [columns];
  mad.lo.u32 %r9, %r2, {0}, %r9;
  mad.lo.u32 %r10, %r3, {0}, %r10;
  shl.b32 %r11, %r11, 2;
  mul.wide.u32 %d5, %r9, %r11;
  add.u64 %d6, %d6, %d5;
  mul.wide.u32 %d5, %r10, 4;
  add.u64 %d6, %d6, %d5;
  mul.wide.u32 %d7, %r11, {1};
)",
                     tileRows, rows);
}

std::string zeros() {
  std::string text;
  constexpr unsigned sums = 64;
  for (unsigned i = 0; i < sums; ++i) text += fmt::format("  mov.f32 %c{}, 0f00000000;\n", i);
  return text;
}

}  // namespace

std::string multiplyKernel() {
  // A thread has 8 × 8 numbers, 16 rows and columns apart; four numbers of a row are read at once.
  constexpr unsigned side = 8;
  constexpr unsigned apart = 16;
  constexpr unsigned atOnce = 4;
  std::string text = begin("6.0", "sm_50") + zeros();
  text += fmt::format(R"(
  shr.u32 %r9, %r1, 4;
  and.b32 %r10, %r1, 15;
  mov.u32 %r12, tile;
  mad.lo.u32 %r13, %r10, {0}, %r12;
  mad.lo.u32 %r12, %r9, {0}, %r12;
)",
                      sharedPitch);
  std::string compute;
  for (unsigned at = 0; at < tileBytes; at += 4 * atOnce) {
    for (unsigned i = 0; i < side; ++i) {
      const unsigned offset = i * apart * sharedPitch + at;
      const unsigned first = i * atOnce;
      compute += fmt::format("  ld.shared.v4.f32 {{%x{}, %x{}, %x{}, %x{}}}, [%r12+{}];\n", first, first + 1,
                             first + 2, first + 3, offset);
      compute += fmt::format("  ld.shared.v4.f32 {{%y{}, %y{}, %y{}, %y{}}}, [%r13+{}];\n", first, first + 1,
                             first + 2, first + 3, offset + sharedB);
    }
    for (unsigned k = 0; k < atOnce; ++k) {
      for (unsigned i = 0; i < side; ++i) {
        for (unsigned j = 0; j < side; ++j)
          compute += fmt::format("  fma.rn.f32 %c{0}, %x{1}, %y{2}, %c{0};\n", i * side + j, i * atOnce + k,
                                 j * atOnce + k);
      }
    }
  }
  text += steps(compute) + place(apart);
  for (unsigned i = 0; i < side; ++i) {
    for (unsigned j = 0; j < side; ++j)
      text += fmt::format("  st.global.f32 [%d6+{}], %c{};\n", j * apart * 4, i * side + j);
    text += "  add.u64 %d6, %d6, %d7;\n";
  }
  return text + "  ret;\n}\n";
}

std::string multiplyKernel(const TensorFormat& format) {
  // The eight warps have 64 rows and 32 columns each: 4 × 4 products of 16 rows and 8 columns. In a 32-byte
  // slice of the rows, a lane has 4 bytes of rows g and g + 8, and the same 16 bytes on; g is its number
  // divided by four, and the rest is which 4 bytes. So it is for all formats: PTX ISA, "Matrix Fragments for
  // mma.m16n8k8", "m16n8k16", "m16n8k32".
  constexpr unsigned side = 4;
  constexpr unsigned slice = 32;
  std::string text = begin(format.version, format.target) + zeros();
  text += fmt::format(R"(
  shr.u32 %r9, %r1, 7;
  shl.b32 %r9, %r9, 6;
  shr.u32 %r10, %r1, 5;
  and.b32 %r10, %r10, 3;
  shl.b32 %r10, %r10, 5;
  and.b32 %r14, %r1, 31;
  shr.u32 %r15, %r14, 2;
  and.b32 %r14, %r14, 3;
  add.u32 %r9, %r9, %r15;
  add.u32 %r15, %r10, %r15;
  mov.u32 %r12, tile;
  mad.lo.u32 %r12, %r14, 4, %r12;
  mad.lo.u32 %r13, %r15, {0}, %r12;
  mad.lo.u32 %r12, %r9, {0}, %r12;
  mad.lo.u32 %r10, %r14, 2, %r10;
)",
                      sharedPitch);
  constexpr unsigned eightRows = 8 * sharedPitch;
  std::string compute;
  for (unsigned at = 0; at < tileBytes; at += slice) {
    for (unsigned i = 0; i < side; ++i) {
      const unsigned rows = i * 2 * eightRows + at;
      const std::array<unsigned, 4> offsets{rows, rows + eightRows, rows + slice / 2,
                                            rows + eightRows + slice / 2};
      for (unsigned part = 0; part < offsets.size(); ++part)
        compute += fmt::format("  ld.shared.u32 %a{}, [%r12+{}];\n", i * 4 + part, offsets[part]);
      for (unsigned part = 0; part < 2; ++part)
        compute += fmt::format("  ld.shared.u32 %b{}, [%r13+{}];\n", i * 2 + part,
                               sharedB + i * eightRows + at + part * slice / 2);
    }
    for (unsigned i = 0; i < side; ++i) {
      for (unsigned j = 0; j < side; ++j) {
        const unsigned c = (i * side + j) * 4;
        compute += fmt::format(
            "  {0} {{%c{1}, %c{2}, %c{3}, %c{4}}}, {{%a{5}, %a{6}, %a{7}, %a{8}}}, {{%b{9}, %b{10}}}, "
            "{{%c{1}, "
            "%c{2}, %c{3}, %c{4}}};\n",
            format.instruction, c, c + 1, c + 2, c + 3, i * 4, i * 4 + 1, i * 4 + 2, i * 4 + 3, j * 2,
            j * 2 + 1);
      }
    }
  }
  constexpr unsigned rowsOfHalf = 8;
  text += steps(compute) + place(rowsOfHalf);
  for (unsigned i = 0; i < side * 2; ++i) {  // the rows g of a product, then its rows g + 8
    for (unsigned j = 0; j < side; ++j) {
      const unsigned c = (i / 2 * side + j) * 4 + i % 2 * 2;
      text += fmt::format("  st.global.v2.f32 [%d6+{}], {{%c{}, %c{}}};\n", j * 8 * 4, c, c + 1);
    }
    text += "  add.u64 %d6, %d6, %d7;\n";
  }
  return text + "  ret;\n}\n";
}

}  // namespace aictl::gpu::bench
