// THE table of events: one row each. Adding an event is adding a row here and a number in `event_type`.
#include "footfall/events/event_kinds.hpp"

#include "event_parameters.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/events/page_events.hpp"
#include "footfall/text/number.hpp"

#include <array>

namespace footfall::events {

namespace {

// The short names are on disk (docs/store-format.md): one meaning each over all events, never reused. Those
// of item data, which wait for the catalogue, are two letters.
constexpr event_parameter category_path{
    .name = "categorypath", .stored_name = category_path_detail, .apply = read_category_path};
constexpr event_parameter percentage{
    .name = "percentage", .stored_name = "w", .apply = read_percentage, .sets_field = true};
constexpr event_parameter quantity{
    .name = "quantity", .stored_name = "q", .apply = read_quantity, .sets_field = true};
constexpr event_parameter full_price{.name = "fullprice", .stored_name = "p", .apply = read_full_price};
constexpr event_parameter minor_price{.name = "price", .stored_name = "p", .apply = read_deprecated_price};
constexpr event_parameter currency{.name = "currency", .stored_name = "", .apply = read_currency};
constexpr event_parameter order_id{.name = "orderid", .stored_name = "o", .apply = read_text};
constexpr event_parameter order{.name = "order", .stored_name = "o", .apply = read_order_alias};
constexpr event_parameter transaction_id{
    .name = "transactionid", .stored_name = "o", .apply = read_transaction_alias};
constexpr event_parameter order_line{.name = "orderline", .stored_name = "ol", .apply = read_text};
constexpr event_parameter price{.name = "price", .stored_name = "p", .apply = read_full_price};
constexpr event_parameter item_title{.name = "title", .stored_name = "it", .apply = read_text};
constexpr event_parameter item_url{.name = "url", .stored_name = "iu", .apply = read_text};
constexpr event_parameter item_image{.name = "image", .stored_name = "ii", .apply = read_text};
constexpr event_parameter item_price{.name = "price", .stored_name = "ip", .apply = read_text};
constexpr event_parameter item_unit_price{.name = "unitprice", .stored_name = "iq", .apply = read_text};
constexpr event_parameter item_price_before{.name = "pricebefore", .stored_name = "ib", .apply = read_text};
constexpr event_parameter item_rating{.name = "rating", .stored_name = "ir", .apply = read_text};
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
constexpr event_parameter segments{
    .name = "segments", .stored_name = segments_detail, .apply = read_segments};
constexpr event_parameter trigger{
    .name = "triggername", .stored_name = "n", .required = true, .apply = read_text};
constexpr event_parameter brand{.name = "brand", .stored_name = "b", .apply = read_text};
constexpr event_parameter term{.name = "term", .stored_name = "k", .apply = read_text};
constexpr event_parameter preference_target{
    .name = "target", .stored_name = "pt", .required = true, .apply = read_text};
constexpr event_parameter preference_target_type{
    .name = "targettype", .stored_name = "py", .required = true, .apply = read_text};
constexpr event_parameter preference_action{
    .name = "action", .stored_name = "pa", .required = true, .apply = read_text};
constexpr event_parameter override_time{
    .name = "overridetimestamp", .stored_name = "", .apply = read_override_time};
constexpr event_parameter signature{.name = "signature", .stored_name = "", .apply = read_nothing};

/// The parameters of one kind of events, and those that all of them have.
template <class... Own>
constexpr auto with_common(const Own&... own) {
  return std::array{own..., language, store_view, segments, override_time, signature};
}

constexpr auto common_takes = with_common();
constexpr auto click_takes = with_common(category_path, item_title, item_url, item_image, item_price,
                                         item_unit_price, item_price_before, item_rating);
constexpr auto consume_takes = with_common(percentage);
constexpr auto buy_takes = with_common(quantity, full_price, minor_price, currency, category_path, order_id,
                                       order, transaction_id, order_line);
constexpr auto basket_takes = with_common(category_path);
constexpr auto wishlist_takes = with_common(price);
constexpr auto rate_takes = with_common(rating);
constexpr auto rendered_takes = with_common(scenario, model, category_path, request);
constexpr auto follow_takes = with_common(required_scenario, our_tracker, model, category_path, request);
constexpr auto brand_view_takes = with_common(brand, category_path);
constexpr auto search_takes = with_common(term, category_path);
constexpr auto preference_takes = with_common(preference_target, preference_target_type, preference_action);
constexpr auto trigger_takes = with_common(trigger);

using enum event_type;
using enum event_effect;
using of = history_type;
constexpr auto item = path_shape::user_item;
constexpr auto items = path_shape::user_items;
constexpr auto users = path_shape::user_user;
constexpr auto user = path_shape::user;
constexpr auto none = path_shape::none;
constexpr bool yes = true;
constexpr bool no = false;

// clang-format off
constexpr event_kind rows[] = {
  // type              name                  alias       path   parameters      history        effect   models
  {click,              "click",              "",         item,  click_takes,    of::clicked,   adds,    yes},
  {consume,            "consume",            "",         item,  consume_takes,  of::consumed,  adds,    yes},
  {buy,                "buy",                "",         item,  buy_takes,      of::owns,      adds,    yes},
  {basket,             "basket",             "",         item,  basket_takes,   of::basket,    adds,    yes},
  {rate,               "rate",               "",         item,  rate_takes,     of::rated,     adds,    yes},
  {rendered,           "rendered",           "render",   items, rendered_takes, of::rendered,  adds,    no},
  {clickrecommended,   "clickrecommended",   "follow",   item,  follow_takes,   of::none,      nothing, no},
  // Bought elsewhere: neither revenue nor popularity; models of what somebody buys again learn from it.
  {owns,               "owns",               "",         item,  common_takes,   of::owns,      adds,    yes},
  {login,              "login",              "transfer", users, common_takes,   of::none,      links,   no},
  {deletefrombasket,   "deletefrombasket",   "",         item,  common_takes,   of::basket,    removes, no},
  {wishlist,           "wishlist",           "",         item,  wishlist_takes, of::wishlist,  adds,    no},
  {deletefromwishlist, "deletefromwishlist", "",         item,  common_takes,   of::wishlist,  removes, no},
  {blacklist,          "blacklist",          "",         item,  common_takes,   of::blacklist, adds,    no},
  {triggeropened,      "triggeropened",      "",         user,  trigger_takes,  of::none,      nothing, no},
  {clicktriggered,     "clicktriggered",     "",         item,  trigger_takes,  of::none,      nothing, no},
  {unlink,             "unlink",             "",         none,  {},             of::none,      unlinks, no},
  {allow_links,        "allowlinks",         "",         none,  {},             of::none,      allows,  no},
  {category_view_event, "categoryview",      "",         none,  basket_takes,   of::none,      nothing, no},
  {brand_view_event,   "brandview",          "",         none,  brand_view_takes, of::none,    nothing, no},
  {search_event,       "search",             "",         none,  search_takes,   of::none,      nothing, no},
  {preference_event,   "preference",         "",         none,  preference_takes, of::none,    nothing, no},
  {unblacklist_event,  "deletefromblacklist", "",        item,  common_takes,   of::blacklist, removes, no},
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

/// Two names of the same thing: `price` is the older `fullprice` (protocol X18); shops call their orders
/// otherwise.
constexpr bool mean_the_same(const event_parameter& one, const event_parameter& other) {
  const auto is_price = [](const event_parameter& each) {
    return each.stored_name == "p" && (each.name == "price" || each.name == "fullprice");
  };
  const auto is_order = [](const event_parameter& each) {
    return each.stored_name == "o" &&
           (each.name == "orderid" || each.name == "order" || each.name == "transactionid");
  };
  return one.name == other.name || (is_price(one) && is_price(other)) || (is_order(one) && is_order(other));
}

constexpr bool stored_names_mean_one_thing() {
  for (const auto& row : rows)
    for (const auto& parameter : row.parameters) {
      // `-` is the mark of unknown parameters, `a` that of the audience (event_details.hpp), the others are
      // those of a login (link_event.hpp).
      if (parameter.stored_name.starts_with('-') || parameter.stored_name == "a" ||
          parameter.stored_name == "t" || parameter.stored_name == "x")
        return false;
      for (const auto& other_row : rows)
        for (const auto& other : other_row.parameters)
          if (!parameter.stored_name.empty() && parameter.stored_name == other.stored_name &&
              !mean_the_same(parameter, other))
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
    if (row.shape != path_shape::none &&
        (text::equal_without_case(row.name, name) || text::equal_without_case(row.alias, name)))
      return &row;
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
