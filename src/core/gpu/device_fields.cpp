#include "core/gpu/device_fields.h"

#include <array>

namespace aictl::gpu {
namespace {

constexpr auto texts = std::to_array<TextField>({
    {"vendor", &Device::vendor},
    {"model", &Device::model},
    {"uuid", &Device::uuid},
    {"serial", &Device::serial},
    {"pciAddress", &Device::pciAddress},
    {"kernelDriver", &Device::kernelDriver},
    {"firmwareVersion", &Device::firmwareVersion},
    {"persistence", &Device::persistence},
    {"eccMode", &Device::eccMode},
    {"migMode", &Device::migMode},
    {"rowRemapping", &Device::rowRemapping},
    {"sramThreshold", &Device::sramThreshold},
    {"recoveryAction", &Device::recoveryAction},
    {"fabricState", &Device::fabricState},
    {"fabricHealth", &Device::fabricHealth},
    {"health", &Device::health},
    {"lost", &Device::lost},
});

constexpr auto measures = std::to_array<MeasureField>({
    {"index", &Device::index, "Number that the vendor's library counts the device by"},
    {"numaNode", &Device::numaNode, "NUMA node that the device is at"},
    {"memoryTotalBytes", &Device::memoryTotalBytes, "Memory of the device"},
    {"memoryUsedBytes", &Device::memoryUsedBytes, "Memory of the device that is taken"},
    {"utilizationPercent", &Device::utilizationPercent, "Share of time in which a kernel ran"},
    {"memoryUtilizationPercent", &Device::memoryUtilizationPercent,
     "Share of time in which the memory was read or written"},
    {"temperatureCelsius", &Device::temperatureCelsius, "Temperature of the chip"},
    {"memoryTemperatureCelsius", &Device::memoryTemperatureCelsius, "Temperature of the memory"},
    {"slowdownTemperatureCelsius", &Device::slowdownTemperatureCelsius,
     "Temperature of the chip at which it slows down"},
    {"powerWatts", &Device::powerWatts, "Power drawn"},
    {"powerLimitWatts", &Device::powerLimitWatts, "Power that the device may draw"},
    {"powerLimitDefaultWatts", &Device::powerLimitDefaultWatts,
     "Power that the device may draw as delivered"},
    {"clockMegahertz", &Device::clockMegahertz, "Clock of the compute units"},
    {"clockMaximumMegahertz", &Device::clockMaximumMegahertz, "Highest clock of the compute units"},
    {"memoryClockMegahertz", &Device::memoryClockMegahertz, "Clock of the memory"},
    {"memoryClockMaximumMegahertz", &Device::memoryClockMaximumMegahertz, "Highest clock of the memory"},
    {"pcieGeneration", &Device::pcieGeneration, "PCIe generation of the link now"},
    {"pcieGenerationMaximum", &Device::pcieGenerationMaximum, "PCIe generation that the link can have"},
    {"pcieWidth", &Device::pcieWidth, "PCIe lanes of the link now"},
    {"pcieWidthMaximum", &Device::pcieWidthMaximum, "PCIe lanes that the link can have"},
    {"pcieReplays", &Device::pcieReplays, "PCIe packets that were sent again", true},
    {"eccCorrected", &Device::eccCorrected, "Memory errors corrected since the driver was loaded", true},
    {"eccUncorrected", &Device::eccUncorrected, "Memory errors not corrected since the driver was loaded",
     true},
    {"eccCorrectedLifetime", &Device::eccCorrectedLifetime, "Memory errors corrected in the device's life",
     true},
    {"eccUncorrectedLifetime", &Device::eccUncorrectedLifetime,
     "Memory errors not corrected in the device's life", true},
    {"remappedRowsCorrected", &Device::remappedRowsCorrected, "Memory rows replaced after corrected errors"},
    {"remappedRowsUncorrected", &Device::remappedRowsUncorrected,
     "Memory rows replaced after errors that were not corrected"},
    {"linkCount", &Device::linkCount, "Links to other devices that the board has"},
});

}  // namespace

std::span<const TextField> textFields() { return texts; }
std::span<const MeasureField> measureFields() { return measures; }

}  // namespace aictl::gpu
