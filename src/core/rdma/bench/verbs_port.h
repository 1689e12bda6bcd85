#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/rdma/bench/ability.h"
#include "core/rdma/bench/message_gpu.h"
#include "core/rdma/bench/verbs_library.h"
#include "core/rdma/device.h"

namespace aictl::rdma::bench {

/// What a person may choose of this machine's devices.
struct PortChoice {
  std::string device;           ///< `mlx5_0` or `mlx5_0:1`; "": the first with a port that is up
  std::optional<int> gidIndex;  ///< none: `chooseGid`
  Memory memory = Memory::ordinaryPages;
  std::optional<int> gpu;  ///< of those that CUDA counts; none: the nearest to the device
};

/// A port that was chosen, the entry of its GID table, and the memory that is registered with it.
struct ChosenPort {
  Device device;
  Port port;
  int gidIndex = 0;
  Memory memory = Memory::ordinaryPages;
  std::optional<int> gpuNumber;               ///< that was asked for
  std::optional<MessageGpu::Facts> gpu = {};  ///< once the port is open, where messages lie in its memory
};

/// Of the devices at hand; ExitCode::notHere with one sentence where there is none that serves: no device at
/// all, none of that name, the port is down, it has no GID.
Result<ChosenPort> choosePort(const std::vector<Device>& devices, const PortChoice& choice);

/// A device that was opened for measuring.
class VerbsPort {
 public:
  /// Says in words what stands in the way.
  static Result<std::unique_ptr<VerbsPort>> open(ChosenPort chosen);
  ~VerbsPort();
  VerbsPort(const VerbsPort&) = delete;
  VerbsPort& operator=(const VerbsPort&) = delete;

  const Verbs& verbs() const { return *verbs_; }
  /// Whose memory messages lie in; nullptr where that is this machine's.
  const MessageGpu* gpu() const { return gpu_.get(); }
  ibv_context* context() const { return context_; }
  ibv_pd* domain() const { return domain_; }
  const ChosenPort& chosen() const { return chosen_; }
  const ibv_port_attr& attributes() const { return attributes_; }
  const ibv_device_attr& limits() const { return limits_; }
  Ability ability() const { return {chosen_.device.name, limits_, attributes_}; }
  const ibv_gid& gid() const { return gid_; }
  std::uint8_t number() const { return static_cast<std::uint8_t>(chosen_.port.number); }

 private:
  VerbsPort() = default;

  const Verbs* verbs_ = nullptr;
  std::unique_ptr<MessageGpu> gpu_;
  ChosenPort chosen_;
  ibv_context* context_ = nullptr;
  ibv_pd* domain_ = nullptr;
  ibv_port_attr attributes_{};
  ibv_device_attr limits_{};
  ibv_gid gid_{};
};

/// A call that the verbs refused: what was to be done, why, and what to do about it.
Failure verbsFailure(std::string what, int error);

/// The same of something that is opened by a file of /dev/infiniband: where that cannot be, this is said, for
/// libraries say `no such file` of it.
Failure deviceFailure(const std::string& file, std::string what, int error);

}  // namespace aictl::rdma::bench
