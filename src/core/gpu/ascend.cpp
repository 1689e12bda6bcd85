#include "core/gpu/ascend.h"

#include <fmt/format.h>

#include "core/gpu/questions.h"

// Declared from Huawei's public header dcmi_interface_api.h (version 2 of the interface, card and device), as
// it stands in public repositories. Units by the DCMI API reference of the Atlas training cards: power in
// tenths of a watt, HBM in MiB, temperature in degrees Celsius, frequencies in MHz.

namespace aictl::gpu {
namespace {

struct ChipInfo {  // dcmi_chip_info
  std::array<char, 32> type, name, version;
  unsigned cores;
};
struct PcieInfo {  // dcmi_pcie_info_all
  unsigned vendor, subvendor, device, subdevice;
  int domain;
  unsigned bus, slot, function;
  std::array<unsigned char, 32> reserved;
};
struct HbmInfo {  // dcmi_hbm_info
  unsigned long long size;
  unsigned frequency;
  unsigned long long used;
  int temperature;
  unsigned bandwidthPercent;
};
struct MemoryInfo {  // dcmi_get_memory_info_stru
  unsigned long long size, available;
  unsigned frequency;
  unsigned long hugePageSize, hugePages, hugePagesFree;
  unsigned percent;
  std::array<unsigned char, 60> reserved;
};
struct EccInfo {  // dcmi_ecc_info
  int enabled;
  unsigned single, twice, singleTotal, twiceTotal, singlePages, twicePages;
};
struct DieId {  // dcmi_die_id
  std::array<unsigned, 5> words;
};
struct Label {  // dcmi_elabel_info
  std::array<char, 256> product, model, manufacturer, date, serial;
};

std::string words(int code) {
  struct Word {
    int code;
    std::string_view text;
  };
  static constexpr auto table = std::to_array<Word>({{-8001, "an argument is not valid"},
                                                     {-8002, "no permission"},
                                                     {-8003, "memory could not be handled"},
                                                     {-8004, "a safe function failed"},
                                                     {-8005, "an error in the library"},
                                                     {-8006, "the time that was given is over"},
                                                     {-8007, "the number of the device is not valid"},
                                                     {-8008, "the device does not exist"},
                                                     {-8009, "the driver refused the call"},
                                                     {-8010, "the message could not be sent to the device"},
                                                     {-8011, "the device did not answer the message"},
                                                     {-8012, "the device is not ready: it may be dropped"},
                                                     {-8013, "not supported in a container"},
                                                     {-8014, "a file could not be read"},
                                                     {-8015, "the reset failed"},
                                                     {-8016, "aborted"},
                                                     {-8017, "the device is being upgraded"},
                                                     {-8020, "a resource is in use"},
                                                     {-8022, "the partition is not right"},
                                                     {-8023, "there is no such configuration"},
                                                     {-8255, "not supported by this device"}});
  const auto found = std::ranges::find(table, code, &Word::code);
  return found == table.end() ? fmt::format("DCMI error {}", code) : std::string(found->text);
}

constexpr int notReady = -8012;
constexpr int deviceNotExist = -8008;

struct Api {
  explicit Api(const Library& from) : library(from) {}

  const Library& library;  // the first member: the others look into it
  Symbol<int()> init{library, {"dcmi_init"}};
  Symbol<int(char*, unsigned)> libraryVersion{library, {"dcmi_get_dcmi_version"}};
  Symbol<int(char*, unsigned)> driverVersion{library, {"dcmi_get_driver_version"}};
  Symbol<int(int*, int*, int)> cards{library, {"dcmi_get_card_list"}};
  Symbol<int(int, int*)> devices{library, {"dcmi_get_device_num_in_card"}};
  Symbol<int(int, int, int*)> type{library, {"dcmi_get_device_type"}};
  Symbol<int(int*, int, int)> logicId{library, {"dcmi_get_device_logic_id"}};
  Symbol<int(int, int, ChipInfo*)> chip{library, {"dcmi_get_device_chip_info"}};
  Symbol<int(int, int, PcieInfo*)> pcie{library, {"dcmi_get_device_pcie_info_v2"}};
  Symbol<int(int, int, int, DieId*)> die{library, {"dcmi_get_device_die_v2"}};
  Symbol<int(int, int, Label*)> label{library, {"dcmi_get_device_elabel_info"}};
  Symbol<int(int, int, HbmInfo*)> hbm{library, {"dcmi_get_device_hbm_info"}};
  Symbol<int(int, int, MemoryInfo*)> memory{library, {"dcmi_get_device_memory_info_v3"}};
  Symbol<int(int, int, int, unsigned*)> utilization{library, {"dcmi_get_device_utilization_rate"}};
  Symbol<int(int, int, int*)> temperature{library, {"dcmi_get_device_temperature"}};
  Symbol<int(int, int, int*)> power{library, {"dcmi_get_device_power_info"}};
  Symbol<int(int, int, int, unsigned*)> frequency{library, {"dcmi_get_device_frequency"}};
  Symbol<int(int, int, int, EccInfo*)> ecc{library, {"dcmi_get_device_ecc_info"}};
  Symbol<int(int, int, unsigned*)> health{library, {"dcmi_get_device_health"}};
  Symbol<int(int, int, int, int, int*)> way{library, {"dcmi_get_topo_info_by_device_id"}};
};

/// An NPU as DCMI knows it.
struct Chip {
  int card = 0;
  int number = 0;  ///< in the card
  int logic = 0;   ///< in the machine
  std::string lost;
};

std::string addressOf(const PcieInfo& pcie) {
  return fmt::format("{:04x}:{:02x}:{:02x}.{:x}", pcie.domain, pcie.bus, pcie.slot, pcie.function);
}

/// DCMI_TOPO_TYPE_* of ways beside PCIe; "" for the others. Libraries without SIO have 6 for what they do not
/// know, and know no card of two chips.
std::string linkKindOf(int type, bool areOfOneCard) {
  switch (type) {
    case 3:
      return "HCCS";
    case 6:
      return areOfOneCard ? "SIO" : "";
    case 7:
      return "HCCS_SW";
    case 8:
      return "UB";
    default:
      return {};
  }
}

std::string healthText(unsigned health) {
  static constexpr auto names =
      std::to_array<std::string_view>({"ok", "minor alarm", "major alarm", "critical alarm"});
  return health < names.size() ? std::string(names[health]) : fmt::format("state {:#x}", health);
}

class Reading {
 public:
  Reading(const Api& api, const Chip& chip, Device& device)
      : api_(api), card_(chip.card), chip_(chip.number), device_(device), questions_(device, words) {}

  void all(const std::vector<Chip>& chips) {
    identity();
    memory();
    load();
    health();
    for (const int code : {notReady, deviceNotExist}) {
      if (questions_.saw(code)) device_.lost = words(code);
    }
    if (device_.lost.empty()) links(chips);
  }

 private:
  void identity() {
    ChipInfo chip{};
    if (questions_.ask("model", api_.chip, card_, chip_, &chip))
      device_.model = fmt::format("{} {}", textOf(chip.type), textOf(chip.name));
    PcieInfo pcie{};
    if (questions_.ask("pciAddress", api_.pcie, card_, chip_, &pcie)) device_.pciAddress = addressOf(pcie);
    constexpr int virtualDie = 1;  // dcmi_die_type: what npu-smi shows as the VDie ID
    DieId die{};
    if (questions_.ask("uuid", api_.die, card_, chip_, virtualDie, &die))
      device_.uuid = fmt::format("{:08X}-{:08X}-{:08X}-{:08X}-{:08X}", die.words[0], die.words[1],
                                 die.words[2], die.words[3], die.words[4]);
    Label label{};
    if (questions_.ask("serial", api_.label, card_, chip_, &label)) device_.serial = textOf(label.serial);
  }

  /// HBM of training chips, DDR of the others.
  void memory() {
    constexpr double mebi = 1024.0 * 1024;
    HbmInfo hbm{};
    if (questions_.ask("memoryTotalBytes", api_.hbm, card_, chip_, &hbm) && hbm.size > 0) {
      device_.memoryTotalBytes = static_cast<double>(hbm.size) * mebi;
      device_.memoryUsedBytes = static_cast<double>(hbm.used) * mebi;
      device_.memoryTemperatureCelsius = hbm.temperature;
      device_.memoryUtilizationPercent = hbm.bandwidthPercent;
      return;
    }
    MemoryInfo memory{};
    if (!questions_.ask("memoryTotalBytes", api_.memory, card_, chip_, &memory)) return;
    device_.memoryTotalBytes = static_cast<double>(memory.size) * mebi;
    device_.memoryUsedBytes =
        static_cast<double>(memory.size - std::min(memory.available, memory.size)) * mebi;
  }

  Measure frequency(std::string_view field, int type) {
    unsigned megahertz = 0;
    if (!questions_.ask(field, api_.frequency, card_, chip_, type, &megahertz)) return {};
    return megahertz;
  }

  void load() {
    constexpr int cores = 2;  // DCMI_UTILIZATION_RATE_AICORE
    constexpr double deci = 10;
    unsigned percent = 0;
    if (questions_.ask("utilizationPercent", api_.utilization, card_, chip_, cores, &percent))
      device_.utilizationPercent = percent;
    int value = 0;
    if (questions_.ask("temperatureCelsius", api_.temperature, card_, chip_, &value))
      device_.temperatureCelsius = value;
    if (questions_.ask("powerWatts", api_.power, card_, chip_, &value)) device_.powerWatts = value / deci;
    constexpr int hbm = 6;  // dcmi_freq_type
    constexpr int coreNow = 7;
    constexpr int coreMaximum = 9;
    device_.clockMegahertz = frequency("clockMegahertz", coreNow);
    device_.clockMaximumMegahertz = frequency("clockMaximumMegahertz", coreMaximum);
    device_.memoryClockMegahertz = frequency("memoryClockMegahertz", hbm);
  }

  void health() {
    constexpr int hbm = 2;  // DCMI_DEVICE_TYPE_HBM
    EccInfo ecc{};
    if (questions_.ask("eccUncorrected", api_.ecc, card_, chip_, hbm, &ecc)) {
      device_.eccMode = ecc.enabled != 0 ? "on" : "off";
      device_.eccCorrected = ecc.single;
      device_.eccUncorrected = ecc.twice;
      device_.eccCorrectedLifetime = ecc.singleTotal;
      device_.eccUncorrectedLifetime = ecc.twiceTotal;
    }
    unsigned health = 0;
    if (questions_.ask("health", api_.health, card_, chip_, &health)) device_.health = healthText(health);
  }

  void links(const std::vector<Chip>& chips) {
    if (!api_.way) return questions_.note("links", fmt::format("the library has no {}", api_.way.name()));
    for (const Chip& other : chips) {
      int type = 0;
      const bool isItself = other.card == card_ && other.number == chip_;
      if (isItself || !other.lost.empty() || api_.way(card_, chip_, other.card, other.number, &type) != 0)
        continue;
      const std::string kind = linkKindOf(type, other.card == card_);
      PcieInfo pcie{};
      if (kind.empty() || !api_.pcie || api_.pcie(other.card, other.number, &pcie) != 0) continue;
      device_.links.push_back({.number = static_cast<int>(device_.links.size()),
                               .kind = kind,
                               .active = true,
                               .remoteKind = "gpu",
                               .remote = addressOf(pcie)});
    }
  }

  const Api& api_;
  int card_;
  int chip_;
  Device& device_;
  Questions questions_;
};

System systemOf(const Api& api) {
  System system{.library = api.library.name()};
  std::array<char, 256> buffer{};
  constexpr auto room = static_cast<unsigned>(buffer.size() - 1);
  if (api.driverVersion && api.driverVersion(buffer.data(), room) == 0) system.driverVersion = textOf(buffer);
  buffer = {};
  if (api.libraryVersion && api.libraryVersion(buffer.data(), room) == 0)
    system.libraryVersion = textOf(buffer);
  return system;
}

/// The NPUs of a card: a card may have several, and other processors beside them.
void addCard(const Api& api, int card, std::vector<Chip>& chips) {
  const auto next = static_cast<int>(chips.size());
  int count = 0;
  if (const int code = api.devices(card, &count); code != 0) {
    chips.push_back({.card = card, .logic = next, .lost = words(code)});
    return;
  }
  for (int number = 0; number < count; ++number) {
    int type = 0;
    if (api.type && api.type(card, number, &type) == 0 && type != 0) continue;  // NPU_TYPE is 0
    auto logic = static_cast<int>(chips.size());
    if (api.logicId) api.logicId(&logic, card, number);
    chips.push_back({.card = card, .number = number, .logic = logic});
  }
}

}  // namespace

Outcome readAscend(const std::string& path, const Sink& sink) {
  const Library library(path, ascendLibraries);
  const Api api(library);
  if (auto outcome = unusable(library, firstMissing(api.init, api.cards, api.devices)))
    return *std::move(outcome);
  if (const int code = api.init(); code != 0)
    return {code == deviceNotExist ? Outcome::Kind::noDriver : Outcome::Kind::refused, words(code),
            "see whether the driver is loaded, and /dev/davinci_manager may be opened"};
  sink.system(systemOf(api));
  constexpr int mostCards = 64;  // MAX_CARD_NUM
  std::array<int, mostCards> cards{};
  int count = 0;
  if (const int code = api.cards(&count, cards.data(), mostCards); code != 0)
    return {code == deviceNotExist ? Outcome::Kind::noDriver : Outcome::Kind::refused, words(code), {}};
  std::vector<Chip> chips;
  for (int i = 0; i < std::min(count, mostCards); ++i)
    addCard(api, cards[static_cast<std::size_t>(i)], chips);
  for (const Chip& chip : chips) {
    Device device{.vendor = "ascend", .index = chip.logic, .lost = chip.lost};
    if (device.lost.empty()) Reading(api, chip, device).all(chips);
    sink.device(device);
  }
  return {};
}

}  // namespace aictl::gpu
