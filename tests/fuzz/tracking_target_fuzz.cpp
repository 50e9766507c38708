// Any request target as a tracking URL: no crash, events only within the bounds of the protocol.
#include "footfall/events/read_event.hpp"
#include "footfall/events/tracking_path.hpp"
#include "footfall/http/request.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace footfall;

void check(const events::event& event) {
  if (event.time_ms < events::event_time_min_ms) std::abort();
  const auto shape = events::find_event_kind(event.type)->shape;
  const bool without_item = shape == events::path_shape::user || shape == events::path_shape::user_user;
  if (without_item != event.item.empty()) std::abort();
  if (without_item) return;
  const bool numeric = event.item.text.empty();
  if (event.item.type < 1 || event.item.type > item_number_max) std::abort();
  if (numeric && (event.item.number < 1 || event.item.number > item_number_max)) std::abort();
  if (event.quantity < 1 || event.quantity > 1'000'000) std::abort();
  if (event.value < -1 || event.value > 100) std::abort();
}

void read(const http::target& target, bool alphanumeric) {
  const auto segments = target.segments();
  if (segments.size() < 3) return;
  const auto path = events::read_tracking_path(segments, target.ends_with_slash());
  if (!path) return;
  static const identity::user_hasher hasher{identity::secret_key{}};
  std::vector<events::name_value> parameters;
  for (const auto& [name, value] : target.parameters()) parameters.push_back({name, value});
  const events::reading_context context{.customer_id = segments[1],
                                        .number = {1},
                                        .alphanumeric_items = alphanumeric,
                                        .parameters = {},
                                        .hasher = &hasher};
  const events::event_input input{.kind = path->kind,
                                  .user = path->user,
                                  .item_type = path->item_type,
                                  .item = path->item,
                                  .parameters = parameters,
                                  .time_ms = 1'769'860'800'000,
                                  .target = path->target,
                                  .authorized = alphanumeric};
  std::vector<events::event> found;
  const auto done = events::read_events(input, context, found);
  if (!done && (!found.empty() || done.error().detail().empty())) std::abort();
  for (const auto& event : found) check(event);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static http::target target;
  if (!target.assign({reinterpret_cast<const char*>(data), size})) return 0;
  read(target, false);
  read(target, true);
  return 0;
}
