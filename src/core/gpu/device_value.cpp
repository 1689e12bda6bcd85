#include "core/gpu/device_value.h"

#include "core/gpu/device_fields.h"

namespace aictl::gpu {
namespace {

Value valueOf(const Measure& measure) { return measure ? Value(*measure) : Value(); }
Value valueOf(const std::string& text) { return text.empty() ? Value() : Value(text); }

Measure measureOf(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value != nullptr && value->isNumber() ? Measure(value->number()) : Measure();
}

std::string textOf(const Value& map, std::string_view key) { return std::string(findString(map, {key})); }

bool truthOf(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value != nullptr && value->isBoolean() && value->boolean();
}

template <class Item, class Function>
Value listOf(const std::vector<Item>& items, const Function& function) {
  Value list = Value::list();
  for (const Item& item : items) list.push(function(item));
  return list;
}

template <class Item, class Function>
std::vector<Item> itemsOf(const Value& map, std::string_view key, const Function& function) {
  std::vector<Item> items;
  const Value* list = map.find(key);
  if (list == nullptr || !list->isList()) return items;
  for (const Value& item : list->items()) {
    if (item.isMap()) items.push_back(function(item));
  }
  return items;
}

Value clockReasonValue(const ClockReason& reason) {
  return Value::map({{"name", Value(reason.name)}, {"isFault", Value(reason.isFault)}});
}

ClockReason clockReasonOf(const Value& value) {
  return {.name = textOf(value, "name"), .isFault = truthOf(value, "isFault")};
}

Value processValue(const Process& process) {
  return Value::map({{"pid", Value(process.pid)},
                     {"name", valueOf(process.name)},
                     {"kind", valueOf(process.kind)},
                     {"memoryBytes", valueOf(process.memoryBytes)},
                     {"gpuInstance", valueOf(process.gpuInstance)},
                     {"podNamespace", valueOf(process.podNamespace)},
                     {"podName", valueOf(process.podName)},
                     {"podUid", valueOf(process.podUid)}});
}

Process processOf(const Value& value) {
  return {.pid = static_cast<std::int64_t>(measureOf(value, "pid").value_or(0)),
          .name = textOf(value, "name"),
          .kind = textOf(value, "kind"),
          .memoryBytes = measureOf(value, "memoryBytes"),
          .gpuInstance = measureOf(value, "gpuInstance"),
          .podNamespace = textOf(value, "podNamespace"),
          .podName = textOf(value, "podName"),
          .podUid = textOf(value, "podUid")};
}

Value instanceValue(const Instance& instance) {
  return Value::map({{"uuid", valueOf(instance.uuid)},
                     {"model", valueOf(instance.model)},
                     {"gpuInstance", valueOf(instance.gpuInstance)},
                     {"computeInstance", valueOf(instance.computeInstance)},
                     {"memoryTotalBytes", valueOf(instance.memoryTotalBytes)},
                     {"memoryUsedBytes", valueOf(instance.memoryUsedBytes)}});
}

Instance instanceOf(const Value& value) {
  return {.uuid = textOf(value, "uuid"),
          .model = textOf(value, "model"),
          .gpuInstance = measureOf(value, "gpuInstance"),
          .computeInstance = measureOf(value, "computeInstance"),
          .memoryTotalBytes = measureOf(value, "memoryTotalBytes"),
          .memoryUsedBytes = measureOf(value, "memoryUsedBytes")};
}

Value linkValue(const Link& link) {
  return Value::map({{"number", Value(link.number)},
                     {"kind", valueOf(link.kind)},
                     {"active", Value(link.active)},
                     {"version", valueOf(link.version)},
                     {"remoteKind", valueOf(link.remoteKind)},
                     {"remote", valueOf(link.remote)},
                     {"replayErrors", valueOf(link.replayErrors)},
                     {"recoveryErrors", valueOf(link.recoveryErrors)},
                     {"crcErrors", valueOf(link.crcErrors)}});
}

Link linkOf(const Value& value) {
  return {.number = static_cast<int>(measureOf(value, "number").value_or(0)),
          .kind = textOf(value, "kind"),
          .active = truthOf(value, "active"),
          .version = measureOf(value, "version"),
          .remoteKind = textOf(value, "remoteKind"),
          .remote = textOf(value, "remote"),
          .replayErrors = measureOf(value, "replayErrors"),
          .recoveryErrors = measureOf(value, "recoveryErrors"),
          .crcErrors = measureOf(value, "crcErrors")};
}

Value unavailableValue(const Device& device) {
  Value map = Value::map();
  for (const auto& [key, reason] : device.unavailable) map.set(Value(key), Value(reason));
  return map;
}

}  // namespace

Value deviceValue(const Device& device) {
  Value value = Value::map({{"name", Value(nameOf(device))}});
  for (const TextField& field : textFields()) value.append(Value(field.key), valueOf(device.*field.member));
  for (const MeasureField& field : measureFields())
    value.append(Value(field.key), valueOf(device.*field.member));
  value.append(Value("clockReasons"), listOf(device.clockReasons, clockReasonValue));
  value.append(Value("processes"), listOf(device.processes, processValue));
  value.append(Value("instances"), listOf(device.instances, instanceValue));
  value.append(Value("links"), listOf(device.links, linkValue));
  value.append(Value("unavailable"), unavailableValue(device));
  return value;
}

Device deviceOf(const Value& value) {
  Device device;
  for (const TextField& field : textFields()) device.*field.member = textOf(value, field.key);
  for (const MeasureField& field : measureFields()) device.*field.member = measureOf(value, field.key);
  device.clockReasons = itemsOf<ClockReason>(value, "clockReasons", clockReasonOf);
  device.processes = itemsOf<Process>(value, "processes", processOf);
  device.instances = itemsOf<Instance>(value, "instances", instanceOf);
  device.links = itemsOf<Link>(value, "links", linkOf);
  const Value* unavailable = value.find("unavailable");
  if (unavailable != nullptr && unavailable->isMap()) {
    for (const Entry& entry : unavailable->entries()) {
      if (entry.value.isString()) device.unavailable.emplace_back(entry.key.string(), entry.value.string());
    }
  }
  return device;
}

Value systemValue(const System& system) {
  return Value::map({{"library", valueOf(system.library)},
                     {"libraryVersion", valueOf(system.libraryVersion)},
                     {"driverVersion", valueOf(system.driverVersion)},
                     {"cudaVersion", valueOf(system.cudaVersion)}});
}

System systemOf(const Value& value) {
  return {.library = textOf(value, "library"),
          .libraryVersion = textOf(value, "libraryVersion"),
          .driverVersion = textOf(value, "driverVersion"),
          .cudaVersion = textOf(value, "cudaVersion")};
}

std::string nameOf(const Device& device) {
  if (!device.index) return device.pciAddress;
  const std::string name = device.vendor + std::to_string(static_cast<std::int64_t>(*device.index));
  return device.part.empty() ? name : name + "/" + device.part;
}

}  // namespace aictl::gpu
