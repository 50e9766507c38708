// The checks between what a client sent and what is stored.
#include "footfall/events/read_event.hpp"

#include "event_parameters.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/events/historical_event.hpp"
#include "footfall/events/item_id.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace footfall::events {

namespace {

failure bad(std::string_view name, std::string_view what) {
  return failure{error::bad_parameter, fmt::format("{}: {}", name, what)};
}

/// What holds for every text that a client sends (protocol A4). The value is not in the message.
result<void> check_text(std::string_view name, std::string_view value, std::size_t bytes_max) {
  if (value.size() > bytes_max)
    return bad(name, fmt::format("{} bytes are more than {}", value.size(), bytes_max));
  if (value.find('\\') != std::string_view::npos) return bad(name, "holds a backslash, which is not allowed");
  return {};
}

bool came_before(std::span<const name_value> parameters, std::size_t index) {
  const auto earlier = parameters.first(index);
  return std::ranges::any_of(earlier, [&](const name_value& other) {
    return !other.value.empty() && text::equal_without_case(other.name, parameters[index].name);
  });
}

const event_parameter* find_parameter(const event_kind& kind, std::string_view name) {
  const auto found = std::ranges::find_if(kind.parameters, [&](const event_parameter& parameter) {
    return text::equal_without_case(parameter.name, name);
  });
  return found == kind.parameters.end() ? nullptr : &*found;
}

result<void> add_parameter(const name_value& sent, const event_kind& kind, const parameter_context& context,
                           event& target) {
  const auto* known = find_parameter(kind, sent.name);
  if (known == nullptr) {
    const auto name = check_text("parameter name", sent.name, name_bytes_max);
    if (!name) return name.error();
  }
  const auto shown_name = known == nullptr ? shown(sent.name) : std::string(known->name);
  const auto text = check_text(shown_name, sent.value, value_bytes_max);
  if (!text) return text.error();
  if (known == nullptr) {
    append_detail(target.details, fmt::format("-{}", sent.name), sent.value);
    return {};
  }
  const auto stored = known->apply(sent.value, context, target);
  if (!stored) return bad(shown_name, stored.error().detail());
  if (!stored->empty() && !known->stored_name.empty())
    append_detail(target.details, known->stored_name, *stored);
  return {};
}

result<void> add_required(const event_kind& kind, const parameter_context& context, event& target) {
  const auto sent = context.sent;
  for (const auto& parameter : kind.parameters) {
    if (!parameter.required || !sent_value(sent, parameter.name).empty()) continue;
    const auto excused =
        !parameter.excused_by.empty() &&
        (context.lenient || text::to_boolean(sent_value(sent, parameter.excused_by)).value_or(false));
    if (!excused)
      return failure{error::missing_parameter,
                     fmt::format("{}: is required for {}", parameter.name, kind.name)};
    append_detail(target.details, parameter.stored_name, parameter.value_when_excused);
  }
  return {};
}

result<void> add_parameters(const event_input& input, parameter_context context, event& target) {
  const auto sent = context.sent = input.parameters;
  context.now_ms = input.now_ms != 0 ? input.now_ms : input.time_ms;
  if (sent.size() > parameters_max)
    return bad("parameters", fmt::format("{} are more than {}", sent.size(), parameters_max));
  for (std::size_t index = 0; index < sent.size(); ++index) {
    if (sent[index].value.empty() || sent[index].name.empty() || came_before(sent, index)) continue;
    const auto added = add_parameter(sent[index], *input.kind, context, target);
    if (!added) return added.error();
  }
  const auto complete = add_required(*input.kind, context, target);
  if (!complete) return complete.error();
  if (target.details.size() > details_bytes_max)
    return bad("parameters", fmt::format("more than {} bytes in all", details_bytes_max));
  return {};
}

/// A further id for each further item of an imported line (the finaliser of SplitMix64, Steele et al. 2014).
std::uint64_t import_id_of(std::uint64_t line, std::size_t position) {
  if (line == 0 || position == 0) return line;
  auto mixed = line + position * 0x9E3779B97F4A7C15ULL;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
  mixed ^= mixed >> 31;
  return mixed == 0 ? 1 : mixed;
}

/// Replaces `items` by the different items of a comma-separated list, in their order.
result<void> read_items(std::uint32_t item_type, std::string_view list, bool alphanumeric,
                        std::vector<item_key>& items) {
  std::size_t count = 0;
  while (!list.empty()) {
    const auto text = list.substr(0, list.find(','));
    list.remove_prefix(text.size() == list.size() ? text.size() : text.size() + 1);
    if (text.empty()) continue;  // as `x=` in a query: nothing was sent
    if (++count > items_max) return bad("item", fmt::format("more than {} in one list", items_max));
    auto item = read_item(item_type, text, alphanumeric);
    if (!item) return item.error();
    if (std::ranges::find(items, *item) == items.end()) items.push_back(std::move(*item));
  }
  return {};
}

result<void> check_user(std::string_view name, std::string_view user) {
  if (user.empty()) return failure{error::missing_parameter, fmt::format("{}: is required", name)};
  return check_text(name, user, user_bytes_max);
}

/// Replaces `items` by those that the event is on: one, those of a list, or an empty one.
result<void> read_items_of(const event_input& input, const reading_context& context,
                           std::vector<item_key>& items) {
  items.clear();
  const auto shape = input.kind->shape;
  if (shape != path_shape::user_item && shape != path_shape::user_items) {
    items.emplace_back();
    return {};
  }
  const auto item_type = read_item_type(input.item_type);
  if (!item_type) return item_type.error();
  if (shape == path_shape::user_items && !input.one_item)
    return read_items(*item_type, input.item, context.alphanumeric_items, items);
  auto item = read_item(*item_type, input.item, context.alphanumeric_items);
  if (!item) return item.error();
  items.push_back(std::move(*item));
  return {};
}

/// Those who send a placeholder have nothing in common: each event gets a person of its own.
std::string id_of_nobody(const event_input& input) {
  return fmt::format("{}\n{}\n{}/{}", input.user, input.time_ms, input.item_type, input.item);
}

/// The account of a login, hashed like the user.
void add_target(const event_input& input, const reading_context& context, event& login) {
  append_link(login.details, {login.user, context.hasher->hash(context.customer_id, input.target),
                              is_placeholder(input.user), is_placeholder(input.target)});
}

}  // namespace

result<std::uint32_t> read_item_type(std::string_view text) {
  if (text.empty()) return failure{error::missing_parameter, "itemtype: is required"};
  const auto number = read_whole_number(text, 1, item_number_max);
  if (!number) return bad("itemtype", number.error().detail());
  return static_cast<std::uint32_t>(*number);
}

result<item_key> read_item(std::uint32_t item_type, std::string_view text, bool alphanumeric) {
  if (text.empty()) return failure{error::missing_parameter, "item: is required"};
  if (alphanumeric) {
    const auto checked = check_text("item", text, item_bytes_max);
    if (!checked) return checked.error();
    return item_of_id(item_type, text);
  }
  const auto number = read_whole_number(text, 1, item_number_max);
  if (!number) return bad("item", number.error().detail());
  return item_key{item_type, static_cast<std::uint32_t>(*number), {}};
}

result<void> check_event_time(std::int64_t time_ms, std::int64_t now_ms) {
  if (time_ms >= event_time_min_ms && time_ms <= now_ms + event_time_ahead_ms) return {};
  return failure{error::bad_parameter, fmt::format("{} is outside {}..{}", text::to_iso_time(time_ms),
                                                   text::to_iso_time(event_time_min_ms),
                                                   text::to_iso_time(now_ms + event_time_ahead_ms))};
}

result<void> read_events(const event_input& input, const reading_context& context, std::vector<event>& out) {
  const bool is_login = input.kind->shape == path_shape::user_user;
  if (auto user = check_user("user", input.user); !user) return user;
  if (auto target = is_login ? check_user("target", input.target) : result<void>{}; !target) return target;
  thread_local std::vector<item_key> items;  // reused: an ordinary event allocates nothing for it
  if (auto read = read_items_of(input, context, items); !read) return read;
  if (auto allowed = check_signature(input, context); !allowed) return allowed;

  event first;
  first.customer = context.number;
  first.type = input.kind->type;
  first.time_ms = input.time_ms;
  first.import_id = input.import_id;
  const bool of_nobody = !is_login && is_placeholder(input.user);
  const auto own_id = of_nobody ? id_of_nobody(input) : std::string();
  first.user = context.hasher->hash(context.customer_id, of_nobody ? own_id : input.user);
  if (is_login) add_target(input, context, first);
  if (auto parameters = add_parameters(input, context.parameters, first); !parameters) return parameters;
  if (of_nobody) mark_nobody(first);

  for (std::size_t position = 0; position < items.size(); ++position) {
    // Copied for each item but the last.
    auto& added = position + 1 < items.size() ? out.emplace_back(first) : out.emplace_back(std::move(first));
    added.item = std::move(items[position]);
    added.import_id = import_id_of(input.import_id, position);
  }
  return {};
}

}  // namespace footfall::events
