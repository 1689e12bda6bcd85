#include "core/gpu/bench/kernels.h"

namespace aictl::gpu::bench {
namespace {

constexpr std::string_view head = R"(.version 6.0
.target sm_50
.address_size 64
)";

/// %r6 is the thread's first vector of 16 bytes, %r7 the threads there are, %d1 the memory, %r1 its vectors.
constexpr std::string_view begin = R"(
{
  .reg .pred %p<2>;
  .reg .b32 %r<16>;
  .reg .b64 %d<4>;
  ld.param.u64 %d1, [memory];
  cvta.to.global.u64 %d1, %d1;
  ld.param.u32 %r1, [vectors];
  mov.u32 %r3, %ctaid.x;
  mov.u32 %r4, %ntid.x;
  mov.u32 %r5, %tid.x;
  mad.lo.u32 %r6, %r3, %r4, %r5;
  mov.u32 %r7, %nctaid.x;
  mul.lo.u32 %r7, %r7, %r4;
)";

constexpr std::string_view write = R"(
  ld.param.u32 %r2, [seed];
next:
  setp.ge.u32 %p1, %r6, %r1;
  @%p1 bra done;
  mul.wide.u32 %d2, %r6, 16;
  add.u64 %d2, %d1, %d2;
  shl.b32 %r8, %r6, 2;
  mad.lo.s32 %r9, %r8, -1640531535, %r2;
  add.s32 %r10, %r9, -1640531535;
  add.s32 %r11, %r10, -1640531535;
  add.s32 %r12, %r11, -1640531535;
  st.global.v4.u32 [%d2], {%r9, %r10, %r11, %r12};
  add.u32 %r6, %r6, %r7;
  bra next;
done:
  ret;
}
)";

constexpr std::string_view read = R"(
  ld.param.u64 %d3, [sum];
  cvta.to.global.u64 %d3, %d3;
  mov.u32 %r13, 0;
next:
  setp.ge.u32 %p1, %r6, %r1;
  @%p1 bra done;
  mul.wide.u32 %d2, %r6, 16;
  add.u64 %d2, %d1, %d2;
  ld.global.v4.u32 {%r9, %r10, %r11, %r12}, [%d2];
  add.u32 %r13, %r13, %r9;
  add.u32 %r13, %r13, %r10;
  add.u32 %r13, %r13, %r11;
  add.u32 %r13, %r13, %r12;
  add.u32 %r6, %r6, %r7;
  bra next;
done:
  red.global.add.u32 [%d3], %r13;
  ret;
}
)";

}  // namespace

std::string emptyKernel() { return std::string(head) + "\n.visible .entry nothing()\n{\n  ret;\n}\n"; }

std::string memoryKernels() {
  std::string text(head);
  text += "\n.visible .entry write(.param .u64 memory, .param .u32 vectors, .param .u32 seed)";
  text.append(begin).append(write);
  text += "\n.visible .entry read(.param .u64 memory, .param .u32 vectors, .param .u64 sum)";
  text.append(begin).append(read);
  return text;
}

}  // namespace aictl::gpu::bench
