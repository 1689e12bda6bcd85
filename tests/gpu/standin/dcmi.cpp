// A stand-in for Huawei's DCMI: functions of the names, arguments and structures of dcmi_interface_api.h,
// with two cards of two NPUs, of which the second card has a controller beside them.

#include <cstdio>
#include <string>

#include "settings.h"

using standin::number;

namespace {

int give(char* buffer, unsigned length, const char* text) {
  std::snprintf(buffer, length, "%s", text);
  return 0;
}

int logic(int card, int device) { return card / 4 * 2 + device; }

/// What is said to happen at the device.
int fault(const char* function, int card, int device) {
  return standin::fault(function, logic(card, device));
}

}  // namespace

extern "C" {

struct dcmi_chip_info {
  unsigned char chip_type[32];
  unsigned char chip_name[32];
  unsigned char chip_ver[32];
  unsigned int aicore_cnt;
};
struct dcmi_pcie_info_all {
  unsigned int venderid, subvenderid, deviceid, subdeviceid;
  int domain;
  unsigned int bdf_busid, bdf_deviceid, bdf_funcid;
  unsigned char reserve[32];
};
struct dcmi_hbm_info {
  unsigned long long memory_size;
  unsigned int freq;
  unsigned long long memory_usage;
  int temp;
  unsigned int bandwith_util_rate;
};
struct dcmi_ecc_info {
  int enable_flag;
  unsigned int single_bit_error_cnt, double_bit_error_cnt, total_single_bit_error_cnt,
      total_double_bit_error_cnt, single_bit_isolated_pages_cnt, double_bit_isolated_pages_cnt;
};
struct dcmi_die_id {
  unsigned int soc_die[5];
};
struct dcmi_get_memory_info_stru {
  unsigned long long memory_size, memory_available;
  unsigned int freq;
  unsigned long hugepagesize, hugepages_total, hugepages_free;
  unsigned int utiliza;
  unsigned char reserve[60];
};

int dcmi_init(void) { return standin::fault(__func__, -1); }
int dcmi_get_driver_version(char* text, unsigned length) { return give(text, length, "24.1.rc3"); }
int dcmi_get_card_list(int* count, int* list, int length) {
  if (length < 2) return -8001;
  *count = 2;
  list[0] = 0;
  list[1] = 4;
  return 0;
}
int dcmi_get_device_num_in_card(int card, int* count) {
  if (const int code = fault(__func__, card, 0)) return code;
  *count = card == 4 ? 3 : 2;
  return 0;
}
int dcmi_get_device_type(int, int device, int* type) {
  *type = device == 2 ? 1 : 0;  // MCU_TYPE
  return 0;
}
int dcmi_get_device_logic_id(int* id, int card, int device) {
  *id = logic(card, device);
  return 0;
}
int dcmi_get_device_chip_info(int, int, dcmi_chip_info* info) {
  *info = {};
  std::snprintf(reinterpret_cast<char*>(info->chip_type), 32, "Ascend");
  std::snprintf(reinterpret_cast<char*>(info->chip_name), 32, "910B3");
  return 0;
}
int dcmi_get_device_pcie_info_v2(int card, int device, dcmi_pcie_info_all* info) {
  *info = {};
  info->bdf_busid = 0xc1U + static_cast<unsigned>(logic(card, device));
  return 0;
}
int dcmi_get_device_die_v2(int card, int device, int, dcmi_die_id* id) {
  *id = {{0xB8140494U, 0x20B01C00U, 0x64C06124U, 0x104D0A8CU, static_cast<unsigned>(logic(card, device))}};
  return 0;
}
int dcmi_get_device_hbm_info(int card, int device, dcmi_hbm_info* info) {
  if (number("hbm", -1, 1) == 0) return -8255;
  if (const int code = fault(__func__, card, device)) return code;
  *info = {65536, 1600, 3072, 52, 7};
  return 0;
}
int dcmi_get_device_memory_info_v3(int, int, dcmi_get_memory_info_stru* info) {
  *info = {};
  info->memory_size = 21534;
  info->memory_available = 20000;
  return 0;
}
int dcmi_get_device_utilization_rate(int, int, int type, unsigned* percent) {
  if (type != 2) return -8255;
  *percent = 91;
  return 0;
}
int dcmi_get_device_temperature(int, int, int* celsius) {
  *celsius = 58;
  return 0;
}
int dcmi_get_device_power_info(int, int, int* deciwatts) {
  *deciwatts = 3127;
  return 0;
}
int dcmi_get_device_frequency(int, int, int type, unsigned* megahertz) {
  *megahertz = type == 6 ? 1600 : type == 7 ? 1000 : 1800;
  return 0;
}
/// Both cards hang at one fabric; the chips of a card have a way of their own.
int dcmi_get_topo_info_by_device_id(int card, int device, int otherCard, int otherDevice, int* type) {
  if (const int code = fault(__func__, card, device)) return code;
  *type = card == otherCard ? (device == otherDevice ? 0 : 6) : static_cast<int>(number("topo", -1, 3));
  return 0;
}
int dcmi_get_device_ecc_info(int, int, int type, dcmi_ecc_info* info) {
  if (type != 2) return -8255;
  *info = {1, 4, 0, 9, 1, 0, 0};
  return 0;
}
int dcmi_get_device_health(int card, int device, unsigned* health) {
  *health = static_cast<unsigned>(number("health", logic(card, device), 0));
  return 0;
}

}  // extern "C"
