// Tracking URLs: `/{solution}/{customer}/{event}/{user}/{itemtype}/{item}` and its shorter forms (protocol
// part B).
#include "api/endpoints.hpp"
#include "api/hints.hpp"
#include "api/request_parts.hpp"
#include "api/sent_parameters.hpp"
#include "api/short_paths.hpp"
#include "api/tracking/read_tracking.hpp"
#include "api/tracking/receipts.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/events/tracking_path.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace footfall::api {
namespace {

// Link checkers and mail scanners ask so: nobody has seen or done anything.
constexpr std::string_view receipt_of_head = "ignored; reason=head";

constexpr std::string_view id_field = "X-Footfall-Id";
constexpr std::string_view id_parameter = "eventid";

/// The id by which the event is recognised when it is sent again; 0 when it has none. Ids are those of their
/// user: nobody can use up somebody else's.
std::uint64_t read_id(const endpoint_call& call, std::string_view user, sent_parameters& parameters) {
  auto id = call.question.field(id_field);
  if (const auto sent = parameters.take(id_parameter); id.empty()) id = sent;
  if (id.empty()) return 0;
  return call.context.hasher.line_id(call.settings->id, fmt::format("{}\n{}", user, id));
}

/// True when the list of an event is the id of one item that is known: such ids may have commas.
bool names_one_item(const endpoint_call& call, const events::tracking_path& path) {
  if (!call.settings->alphanumeric_items || path.item.find(',') == path.item.npos) return false;
  const auto type = events::read_item_type(path.item_type);
  return type && call.owner->items.find(item_key{*type, 0, std::string(path.item)});
}

}  // namespace

result<events::tracking_path> read_tracking(const endpoint_call& call, std::int64_t now_ms,
                                            std::vector<events::event>& group, std::string& hint) {
  const auto& target = call.question.target;
  auto path = events::read_tracking_path(target.segments(), target.ends_with_slash());
  if (!path) return path;
  // Reused from request to request: reading an ordinary event then allocates nothing.
  thread_local sent_parameters parameters;
  if (auto read = parameters.read(call.question); !read) return read.error();
  group.clear();
  const auto id = read_id(call, path->user, parameters);
  const events::event_input input{.kind = path->kind,
                                  .user = path->user,
                                  .item_type = path->item_type,
                                  .item = path->item,
                                  .parameters = parameters.all(),
                                  .time_ms = now_ms,
                                  .import_id = id,
                                  .target = path->target,
                                  .one_item = names_one_item(call, *path)};
  const auto reading = reading_context_of(call.context, *call.owner, *call.settings);
  if (auto read = events::read_events(input, reading, group); !read) return read.error();
  hint = hint_about(parameters.all(), *path->kind);
  return path;
}

result<void> track(const endpoint_call& call, http::response& out) {
  thread_local std::vector<events::event> group;
  const auto now_ms = call.context.time.wall_ms();
  std::string hint;
  const auto path = read_tracking(call, now_ms, group, hint);
  if (!path) return path.error();
  if (call.question.method == http::method::head) {
    out.set(receipt_field, std::string(receipt_of_head));
    acknowledge(call.question, out);
    return {};
  }
  if (auto settled = settle({call, *path, now_ms}, group, out); !settled) return settled;
  give_hint(call, std::move(hint), out);
  acknowledge(call.question, out);
  return {};
}

result<void> track_short_link(const endpoint_call& call, http::response& out) {
  const auto full = full_request(call.settings->id, call.question);
  return full ? track({call.context, *full, call.owner, call.settings}, out) : full.error();
}

}  // namespace footfall::api
