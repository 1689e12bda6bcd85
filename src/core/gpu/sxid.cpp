#include "core/gpu/driver_error.h"

namespace aictl::gpu {
namespace {

using enum ErrorAction;

/// Numbers and words of "NVSwitch SXid Errors" in NVIDIA's Fabric Manager user guide
/// (docs.nvidia.com/datacenter/tesla/fabric-manager-user-guide, DU-09883-001 of October 2023). What is fatal
/// to a link or partition asks for a reset, what is always fatal to the whole fabric for a restart.
constexpr auto table = std::to_array<ErrorRow>({
    {10001, 10002, {"access by the host failed", inspect}},
    {10003, 10003, {"interrupt that nobody handles", reset}},
    {10004, 10004, {"the switch is too hot", inspect}},
    {10005, 10005, {"the switch has cooled down", watch}},
    {11001, 11001, {"ingress: invalid command", reset}},
    {11004, 11004, {"ingress: access that the partition does not allow", inspect}},
    {11009, 11009, {"ingress: invalid set of virtual channels", reset}},
    {11012, 11012, {"single bit error, corrected", none}},
    {11013, 11013, {"ingress: memory error", reset}},
    {11018, 11020, {"ingress: memory or parity error", reset}},
    {11021, 11023, {"single bit error, corrected", none}},
    {12001, 12002, {"egress: routing error", reset}},
    {12020, 12020, {"egress: sequence error", restart}},
    {12021, 12021, {"single bit error, corrected", none}},
    {12022, 12022, {"egress: memory error", reset}},
    {12023, 12023, {"single bit error, corrected", none}},
    {12024, 12027, {"egress: memory, credit or request error", reset}},
    {12028, 12028, {"egress: access that is not allowed", application}},
    {12030, 12032, {"egress: parity or flow error", reset}},
    {14017, 14017, {"timeout of a request", reset}},
    {15001, 15001, {"route: buffer error", reset}},
    {15006, 15006, {"route: transaction error", reset}},
    {15008, 15008, {"single bit error, corrected", none}},
    {15009, 15010, {"route: memory or parity error", reset}},
    {15011, 15011, {"single bit error, corrected", none}},
    {15012, 15013, {"route: memory or parity error", reset}},
    {19047, 19048, {"memory error of the link", reset}},
    {19049, 19049, {"single bit error, corrected", none}},
    {19054, 19054, {"memory error of the link", reset}},
    {19055, 19055, {"single bit error, corrected", none}},
    {19056, 19056, {"memory error of the link", reset}},
    {19057, 19057, {"single bit error, corrected", none}},
    {19058, 19058, {"memory error of the link", reset}},
    {19059, 19059, {"single bit error, corrected", none}},
    {19060, 19061, {"memory error of the link", reset}},
    {19062, 19062, {"single bit error, corrected", none}},
    {19063, 19064, {"memory error of the link", reset}},
    {19065, 19065, {"single bit error, corrected", none}},
    {19066, 19067, {"memory error of the link", reset}},
    {19068, 19068, {"single bit error, corrected", none}},
    {19069, 19070, {"memory error of the link", reset}},
    {19071, 19071, {"single bit error, corrected", none}},
    {19084, 19084, {"the other end of the link gave no sign of life in time", reset}},
    {20001, 20001, {"packets were sent again", watch}},
    {20009, 20009, {"high rate of errors on the link", watch}},
    {20012, 20012, {"the link is broken, if its other end was not shut down", inspect}},
    {20034, 20034, {"the link went down", reset}},
    {22003, 22003, {"the link's controller halted", restart}},
    {22011, 22011, {"the link's controller failed", restart}},
    {22012, 22012, {"the link is broken, if its other end was not shut down", inspect}},
    {22013, 22013, {"the link's other end asked for another state", none}},
    {23001, 23017, {"error of the crossbar", restart}},
    {24001, 24003, {"single bit error, corrected", none}},
    {24004, 24007, {"memory error or timeout of request tracking", reset}},
});

bool isFatal(std::string_view text) { return text.find(", Fatal,") != std::string_view::npos; }

/// Switches are reset together with all GPUs.
constexpr ErrorCatalogue catalogue{
    .kind = "SXid",
    .begin = "SXid (PCI:",
    .rows = table,
    .remedies = {"", "start the program again; if it comes again there, look into the program",
                 "watch whether more follows",
                 "look at cables, cooling and the partitions of the fabric manager",
                 "drain the node, then reset all of its GPUs and NVSwitches together, or restart it",
                 "drain the node and restart it"},
    .isError =
        [](std::string_view text) {
          return isFatal(text) || text.find(", Non-fatal,") != std::string_view::npos;
        },
    .otherwise =
        [](const DriverError& error) {
          return ErrorMeaning{"not in the list", isFatal(error.text) ? reset : watch};
        }};

}  // namespace

const ErrorCatalogue& sxids() { return catalogue; }

}  // namespace aictl::gpu
