#pragma once

#include "core/gpu/xid.h"

namespace aictl::gpu {

/// Errors of NVSwitches that their driver wrote to the kernel's log: `nvidia-nvswitch3: SXid
/// (PCI:0000:c1:00.0): 12020, Fatal, Link 46 egress sequence ID error`. The lines of details that follow each
/// (`Severity 5 Engine instance …`) are none.
std::vector<Xid> sxidsIn(const std::vector<node::KernelMessage>& log);

/// By NVIDIA's list; for a number that is not in it, by whether its line says that it is fatal.
XidMeaning sxidMeaning(const Xid& sxid);

/// What to do, in words: switches are reset together with all GPUs.
std::string_view sxidRemedy(XidAction action);

}  // namespace aictl::gpu
