// THE table of configuration keys. Adding a key is adding a row in `settings_keys.cpp`; those of models are
// in `model_keys.cpp`.
#pragma once

#include "footfall/settings/application_settings.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace footfall::settings {

struct text_form;

/// What the value of a key is.
enum class value_kind : std::uint8_t {
  object,             ///< a group of keys
  map,                ///< objects under names that the operator chooses
  list,               ///< objects
  boolean,            ///< true or false
  automatic_boolean,  ///< true, false or "automatic"
  whole_number,       ///< in `least`..`most`
  decimal,            ///< in `least`..`most`
  duration,           ///< a text with unit, `least`..`most` in milliseconds
  text,               ///< of the form `form`
  text_list,          ///< texts of the form `form`
  item_type_list      ///< whole numbers in `least`..`most`, at least one, each once
};

/// The objects on the way from the root to a key: those that its value may go into.
struct destination {
  application_settings* application = nullptr;
  customer::customer_settings* customer = nullptr;
  model::model_definition* model = nullptr;
  model::compared_attribute* compared = nullptr;
  model::submodel* submodel = nullptr;
  model::value_group* group = nullptr;
  model::number_interval* interval = nullptr;
  model::segment_group* segment_group = nullptr;
  model::segment_choice* segment_choice = nullptr;
  model::time_slot* time_slot = nullptr;
  recommend::scenario* scenario = nullptr;
  recommend::scenario_stage* stage = nullptr;
  recommend::stage_model* stage_model = nullptr;
  recommend::boost_settings* boost = nullptr;
  richrelevance_application* client = nullptr;
  richrelevance_placement* placement = nullptr;
  richrelevance_message* message = nullptr;
  feeds::pulled_feed* feed = nullptr;
  std::string* feed_text = nullptr;  ///< of a map of texts
};

/// The member that keeps a value.
using member = std::variant<std::monostate, bool*, std::uint32_t*, std::uint64_t*, std::int64_t*, float*,
                            double*, std::string*, std::vector<std::string>*, std::vector<std::uint32_t>*,
                            text::currency*, recommend::context_flag*, recommend::category_scope*,
                            recommend::model_data*, recommend::automatic_switch*, catalog::unknown_items*>;

/// One row of the table.
struct setting {
  std::string_view name;
  value_kind kind;
  std::string_view description;
  double least = 0;
  double most = 0;                  ///< of a list: how many elements it may have; 0: any number
  const text_form* form = nullptr;  ///< of texts, and of the names of a map
  bool required = false;
  bool secret = false;  ///< never printed
  /// Where the value goes; null for object, map and list.
  std::function<member(const destination&)> keep{};
  /// Of map and list: forgets the defaults, since what is given replaces them.
  void (*clear)(const destination&) = nullptr;
  /// Of map and list: adds an element with its defaults and makes it the destination of its keys.
  void (*add)(destination& to, std::string_view name, const nlohmann::json& content) = nullptr;
  /// Of map and list: an element that is a text stands for an object with this key only.
  std::string_view text_stands_for{};
  /// Of a list: puts our words into an element that has other ones; null: there are none.
  nlohmann::json (*translate)(const nlohmann::json& element) = nullptr;
  bool filled = false;     ///< of a list: must have an element
  bool automatic = false;  ///< of a duration: may be "automatic", too (`model::automatic`)
};

/// The keys of one object. The path is that of the object: `server.limits`, `customers.*`,
/// `customers.*.models[]`; empty for the whole file.
struct key_group {
  std::string_view path;
  std::vector<setting> keys;
};

/// All rows. Thread-safe.
[[nodiscard]] std::span<const key_group> settings_keys();

/// The keys of the object with this path, which must be one of the table. Thread-safe.
[[nodiscard]] const key_group& keys_of(std::string_view path);

/// The path under which the keys of an object, or of the elements of a map or list, are in the table.
[[nodiscard]] std::string path_of_keys(std::string_view group_path, const setting& row);

/// What the value of a key should be, for people: "a whole number in 1..1440".
[[nodiscard]] std::string expectation(const setting& row);

/// The value of a key as JSON: what a file would say. Not for object, map and list.
[[nodiscard]] nlohmann::json current_value(const setting& row, const destination& from);

/// Stores a value; returns false, with the member unchanged, when it is not what is expected.
[[nodiscard]] bool assign(const setting& row, const nlohmann::json& value, const destination& to);

/// The options that have the same default in all kinds that have them. Thread-safe.
[[nodiscard]] model::model_definition model_defaults();

/// Settings with one element in each map and list, all at their defaults: where defaults can be looked up.
/// `destination`s into it live as long as it does.
struct default_settings {
  application_settings application;
  customer::customer_settings customer;
  model::model_definition model = model_defaults();
  model::compared_attribute compared;
  model::submodel submodel;
  model::value_group group;
  model::number_interval interval;
  model::segment_group segment_group;
  model::segment_choice segment_choice;
  model::time_slot time_slot;
  recommend::scenario scenario;
  recommend::scenario_stage stage;
  recommend::stage_model stage_model;
  recommend::boost_settings boost;
  richrelevance_application client;
  richrelevance_placement placement;
  richrelevance_message message;
  feeds::pulled_feed feed;
  std::string feed_text;
  [[nodiscard]] destination where() noexcept;
};

}  // namespace footfall::settings
