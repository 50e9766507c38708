// The rows of the table of configuration keys that say how a model is built.
#pragma once

#include "settings_keys.hpp"

#include <vector>

namespace footfall::settings {

/// Adds a model with the defaults of its type to the customer.
void add_model(destination& to, std::string_view name, const nlohmann::json& content);
/// The keys of `customers.*.models[]`. Thread-safe.
[[nodiscard]] std::vector<setting> model_keys();
/// Those of `customers.*.models[].attributes[]`. Thread-safe.
[[nodiscard]] std::vector<setting> compared_attribute_keys();
/// Those of `customers.*.models[].submodels[]`, and of their lists. Thread-safe.
[[nodiscard]] std::vector<setting> submodel_keys();
[[nodiscard]] std::vector<setting> value_group_keys();
[[nodiscard]] std::vector<setting> number_interval_keys();
/// Those of `customers.*.models[].segment_groups[]`, and of its parts. Thread-safe.
[[nodiscard]] std::vector<setting> segment_group_keys();
[[nodiscard]] std::vector<setting> segment_choice_keys();
/// Those of `customers.*.time_slots[]`. Thread-safe.
[[nodiscard]] std::vector<setting> time_slot_keys();

}  // namespace footfall::settings
