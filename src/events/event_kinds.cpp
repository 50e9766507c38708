// THE table of events: one row each. Adding an event is adding a row here and a number in `event_type`.
#include "footfall/events/event_kinds.hpp"

#include "event_parameters.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/text/number.hpp"

#include <array>

namespace footfall::events {

namespace {

// The short names are on disk (docs/store-format.md): one meaning each over all events, never reused.
constexpr event_parameter category_path{
    .name = "categorypath", .stored_name = "c", .apply = read_category_path};
constexpr event_parameter percentage{
    .name = "percentage", .stored_name = "w", .apply = read_percentage, .sets_field = true};
constexpr event_parameter quantity{
    .name = "quantity", .stored_name = "q", .apply = read_quantity, .sets_field = true};
constexpr event_parameter full_price{.name = "fullprice", .stored_name = "p", .apply = read_full_price};
constexpr event_parameter rating{
    .name = "rating", .stored_name = "r", .apply = read_rating, .sets_field = true};
constexpr event_parameter scenario{.name = "scenario", .stored_name = "s", .apply = read_text};
constexpr event_parameter required_scenario{.name = "scenario",
                                            .stored_name = "s",
                                            .required = true,
                                            .apply = read_text,
                                            .excused_by = "ycreco",
                                            .value_when_excused = "unknown"};
constexpr event_parameter our_tracker{.name = "ycreco", .stored_name = "y", .apply = read_marker};
constexpr event_parameter model{.name = "modelid", .stored_name = "m", .apply = read_text};
constexpr event_parameter request{.name = "requestuuid", .stored_name = "u", .apply = read_text};
constexpr event_parameter language{.name = "lang", .stored_name = "l", .apply = read_text};
constexpr event_parameter store_view{.name = "storeviewid", .stored_name = "v", .apply = read_text};

constexpr event_parameter click_parameters[] = {category_path, language, store_view};
constexpr event_parameter consume_parameters[] = {percentage, language, store_view};
constexpr event_parameter buy_parameters[] = {quantity, full_price, category_path, language, store_view};
constexpr event_parameter basket_parameters[] = {category_path, language, store_view};
constexpr event_parameter rate_parameters[] = {rating, language, store_view};
constexpr event_parameter rendered_parameters[] = {scenario, model,    category_path,
                                                   request,  language, store_view};
constexpr event_parameter clickrecommended_parameters[] = {
    required_scenario, our_tracker, model, category_path, request, language, store_view};

using type = event_type;
using into = history_type;  // an event goes into this history
constexpr auto item = path_shape::user_item;
constexpr auto items = path_shape::user_items;

// clang-format off
constexpr event_kind rows[] = {
  // type                   name                alias     path   parameters                   history
  {type::click,            "click",            "",       item,  click_parameters,            into::clicked},
  {type::consume,          "consume",          "",       item,  consume_parameters,          into::consumed},
  {type::buy,              "buy",              "",       item,  buy_parameters,              into::owns},
  {type::basket,           "basket",           "",       item,  basket_parameters,           into::basket},
  {type::rate,             "rate",             "",       item,  rate_parameters,             into::rated},
  {type::rendered,         "rendered",         "render", items, rendered_parameters,         into::rendered},
  {type::clickrecommended, "clickrecommended", "follow", item,  clickrecommended_parameters, into::none},
};
// clang-format on

constexpr bool types_are_in_order() {
  for (std::size_t index = 0; index < std::size(rows); ++index)
    if (static_cast<std::size_t>(rows[index].type) != index + 1) return false;
  return true;
}

constexpr bool event_names_are_unique() {
  for (const auto& row : rows)
    for (const auto& other : rows) {
      if (row.name.empty() || row.name == other.alias) return false;
      if (&row == &other) continue;
      if (row.name == other.name || (!row.alias.empty() && row.alias == other.alias)) return false;
    }
  return true;
}

constexpr bool parameter_names_are_unique() {
  for (const auto& row : rows)
    for (const auto& parameter : row.parameters)
      for (const auto& other : row.parameters)
        if (&parameter != &other && parameter.name == other.name) return false;
  return true;
}

constexpr bool stored_names_mean_one_thing() {
  for (const auto& row : rows)
    for (const auto& parameter : row.parameters) {
      if (parameter.stored_name.starts_with('-')) return false;  // the mark of unknown parameters
      if (parameter.stored_name == "a") return false;            // the mark of the audience
      for (const auto& other_row : rows)
        for (const auto& other : other_row.parameters)
          if (!parameter.stored_name.empty() && parameter.stored_name == other.stored_name &&
              parameter.name != other.name)
            return false;
    }
  return true;
}

constexpr bool parameter_names_are_lower_case() {
  for (const auto& row : rows)
    for (const auto& parameter : row.parameters)
      for (const char letter : parameter.name)
        if (letter < 'a' || letter > 'z') return false;
  return true;
}

static_assert(types_are_in_order());
static_assert(event_names_are_unique());
static_assert(parameter_names_are_unique());
static_assert(stored_names_mean_one_thing());
static_assert(parameter_names_are_lower_case());

}  // namespace

std::span<const event_kind> event_kinds() noexcept { return rows; }

const event_kind* find_event_kind(std::string_view name) noexcept {
  if (name.empty()) return nullptr;
  for (const auto& row : rows)
    if (text::equal_without_case(row.name, name) || text::equal_without_case(row.alias, name)) return &row;
  return nullptr;
}

const event_kind* find_event_kind(event_type type) noexcept {
  const auto number = static_cast<std::size_t>(type);
  return number >= 1 && number <= std::size(rows) ? &rows[number - 1] : nullptr;
}

void restore_fields(event& stored) {
  stored.quantity = event{}.quantity;
  stored.value = event{}.value;
  stored.audience = marked_audience(stored.details);
  if (stored.details.empty()) return;
  const auto* kind = find_event_kind(stored.type);
  if (kind == nullptr) return;
  for (const auto& parameter : kind->parameters) {
    if (!parameter.sets_field) continue;
    const auto value = find_detail(stored.details, parameter.stored_name);
    // A value that this version would refuse came from another one: the field keeps its default.
    if (value) static_cast<void>(parameter.apply(*value, parameter_context{}, stored));
  }
}

}  // namespace footfall::events
