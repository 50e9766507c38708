// From JSON values to members and back, for each kind of value in the table of keys.
#include "settings_keys.hpp"

#include "text_form.hpp"

#include "footfall/text/time.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <type_traits>

namespace footfall::settings {

namespace {

using json = nlohmann::json;

// 0.001 as 0.001, 1440 as 1440: bounds are doubles, but most of them are whole.
std::string bounds(const setting& row) { return fmt::format("{:.15g}..{:.15g}", row.least, row.most); }

bool in_bounds(const setting& row, double number) { return number >= row.least && number <= row.most; }

bool is_whole_number(const setting& row, const json& value) {
  // A number_integer is negative, as large as 2^63 where unsigned; bounds keep both within every member.
  return value.is_number_integer() && in_bounds(row, value.get<double>());
}

bool assign_text(const setting& row, const std::string& value, const member& to) {
  if (!row.form->matches(value)) return false;
  if (auto* const* text = std::get_if<std::string*>(&to)) {
    **text = value;
  } else if (auto* const* unit = std::get_if<text::currency*>(&to)) {
    **unit = *text::find_currency(value);
  } else if (auto* const* flag = std::get_if<recommend::context_flag*>(&to)) {
    const auto names = row.form->choices();
    **flag =
        static_cast<recommend::context_flag>(std::find(names.begin(), names.end(), value) - names.begin());
  } else if (auto* const* scope = std::get_if<recommend::category_scope*>(&to)) {
    const auto names = row.form->choices();
    **scope =
        static_cast<recommend::category_scope>(std::find(names.begin(), names.end(), value) - names.begin());
  } else if (auto* const* data = std::get_if<recommend::model_data*>(&to)) {
    const auto names = row.form->choices();
    **data = static_cast<recommend::model_data>(std::find(names.begin(), names.end(), value) - names.begin());
  } else if (auto* const* unknown = std::get_if<catalog::unknown_items*>(&to)) {
    const auto names = row.form->choices();
    **unknown =
        static_cast<catalog::unknown_items>(std::find(names.begin(), names.end(), value) - names.begin());
  }
  return true;
}

bool assign_automatic(const json& value, recommend::automatic_switch& to) {
  if (value.is_boolean())
    to = value.get<bool>();
  else if (value == "automatic")
    to = recommend::automatic_switch::automatic();
  else
    return false;
  return true;
}

bool assign_text_list(const setting& row, const json& value, const member& to) {
  if (!value.is_array() || (row.filled && value.empty())) return false;
  for (const auto& element : value)
    if (!element.is_string() || !row.form->matches(element.get_ref<const std::string&>())) return false;
  *std::get<std::vector<std::string>*>(to) = value.get<std::vector<std::string>>();
  return true;
}

bool assign_item_types(const setting& row, const json& value, const member& to) {
  if (!value.is_array() || value.empty()) return false;
  std::set<std::uint32_t> seen;
  for (const auto& element : value)
    if (!is_whole_number(row, element) || !seen.insert(element.get<std::uint32_t>()).second) return false;
  *std::get<std::vector<std::uint32_t>*>(to) = value.get<std::vector<std::uint32_t>>();
  return true;
}

template <class Number>
void assign_number(Number number, const member& to) {
  std::visit(
      [number](auto kept) {
        using kept_type = std::remove_pointer_t<decltype(kept)>;
        if constexpr (std::is_arithmetic_v<kept_type> && !std::is_same_v<kept_type, bool>)
          *kept = static_cast<kept_type>(number);
      },
      to);
}

bool assign_duration(const setting& row, const json& value, const member& to) {
  if (!value.is_string()) return false;
  if (row.automatic && value == "automatic") {
    assign_number(model::automatic, to);
    return true;
  }
  const auto duration_ms = text::read_duration_ms(value.get_ref<const std::string&>());
  if (!duration_ms || !in_bounds(row, static_cast<double>(*duration_ms))) return false;
  assign_number(*duration_ms, to);
  return true;
}

// Options of models are doubles, whatever they mean.
template <class Number>
json number_value(const setting& row, Number number) {
  if (row.kind == value_kind::decimal) return number;
  if (row.automatic && static_cast<double>(number) == model::automatic) return "automatic";
  const auto whole = static_cast<std::int64_t>(number);
  return row.kind == value_kind::duration ? json(text::to_duration(whole)) : json(whole);
}

json value_of(const setting& row, const member& from) {
  return std::visit(
      [&row](auto kept) -> json {
        using kept_type = std::remove_pointer_t<decltype(kept)>;
        if constexpr (std::is_same_v<kept_type, std::monostate>)
          return nullptr;
        else if constexpr (std::is_same_v<kept_type, text::currency>)
          return kept->code();
        else if constexpr (std::is_same_v<kept_type, recommend::context_flag> ||
                           std::is_same_v<kept_type, recommend::model_data> ||
                           std::is_same_v<kept_type, recommend::category_scope>)
          return recommend::name_of(*kept);
        else if constexpr (std::is_same_v<kept_type, catalog::unknown_items>)
          return row.form->choices()[static_cast<std::size_t>(*kept)];
        else if constexpr (std::is_same_v<kept_type, recommend::automatic_switch>)
          return kept->is_automatic() ? json("automatic") : json(*kept == recommend::automatic_switch(true));
        else if constexpr (std::is_same_v<kept_type, float>)
          // The shortest decimal that is the same float: 0.1 and not 0.10000000149011612.
          return json::parse(fmt::format("{}", *kept));
        else if constexpr (std::is_same_v<kept_type, std::int64_t> || std::is_same_v<kept_type, double>)
          return number_value(row, *kept);
        else
          return *kept;
      },
      from);
}

}  // namespace

std::string expectation(const setting& row) {
  switch (row.kind) {
    case value_kind::object:
      return "an object";
    case value_kind::map:
      return "an object of objects";
    case value_kind::list:
      if (row.most > 0) return fmt::format("a list of {}..{} objects", row.filled ? 1 : 0, row.most);
      return row.filled ? "a list of at least one object" : "a list of objects";
    case value_kind::boolean:
      return "true or false";
    case value_kind::automatic_boolean:
      return "true, false or \"automatic\"";
    case value_kind::whole_number:
      return fmt::format("a whole number in {}", bounds(row));
    case value_kind::decimal:
      return fmt::format("a number in {}", bounds(row));
    case value_kind::duration:
      return fmt::format("a duration with unit such as \"30s\" in {}..{}{}",
                         text::to_duration(static_cast<std::int64_t>(row.least)),
                         text::to_duration(static_cast<std::int64_t>(row.most)),
                         row.automatic ? ", or \"automatic\"" : "");
    case value_kind::text:
      return row.form->expectation();
    case value_kind::text_list:
      return fmt::format("a list{}, each {}", row.filled ? " of at least one" : "", row.form->expectation());
    case value_kind::item_type_list:
      return fmt::format("a list of different whole numbers in {}, at least one", bounds(row));
  }
  return {};
}

bool assign(const setting& row, const nlohmann::json& value, const destination& to) {
  const auto kept = row.keep(to);
  switch (row.kind) {
    case value_kind::boolean:
      if (!value.is_boolean()) return false;
      if (auto* const* const truth = std::get_if<bool*>(&kept)) **truth = value.get<bool>();
      return true;
    case value_kind::automatic_boolean:
      return assign_automatic(value, *std::get<recommend::automatic_switch*>(kept));
    case value_kind::whole_number:
      if (!is_whole_number(row, value)) return false;
      assign_number(value.get<std::int64_t>(), kept);
      return true;
    case value_kind::decimal:
      if (!value.is_number() || !in_bounds(row, value.get<double>())) return false;
      assign_number(value.get<double>(), kept);
      return true;
    case value_kind::duration:
      return assign_duration(row, value, kept);
    case value_kind::text:
      return value.is_string() && assign_text(row, value.get_ref<const std::string&>(), kept);
    case value_kind::text_list:
      return assign_text_list(row, value, kept);
    case value_kind::item_type_list:
      return assign_item_types(row, value, kept);
    case value_kind::object:
    case value_kind::map:
    case value_kind::list:
      break;
  }
  return false;
}

nlohmann::json current_value(const setting& row, const destination& from) {
  return row.keep ? value_of(row, row.keep(from)) : json(nullptr);
}

std::string path_of_keys(std::string_view group_path, const setting& row) {
  const auto ending = row.kind == value_kind::map ? ".*" : row.kind == value_kind::list ? "[]" : "";
  return fmt::format("{}{}{}{}", group_path, group_path.empty() ? "" : ".", row.name, ending);
}

destination default_settings::where() noexcept {
  return {&application,   &customer,       &model,     &compared, &submodel, &group,       &interval,
          &segment_group, &segment_choice, &time_slot, &scenario, &stage,    &stage_model, &boost,
          &client,        &placement,      &message,   &feed,     &feed_text};
}

}  // namespace footfall::settings
