// Items that got other ids: `/{solution}/{customer}/transferitems` (protocol part F).
#include "api/content/content_format.hpp"
#include "api/endpoints.hpp"
#include "footfall/catalog_import/read_transfers.hpp"
#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace footfall::api {
namespace {

using catalog_import::named_item;
using store::entity_write;

// The key of the item in the store.
result<std::string> read_key(const endpoint_call& call, const named_item& named) {
  const auto type = events::read_item_type(named.type);
  if (!type) return type.error();
  const auto item = events::read_item(*type, named.id, call.settings->alphanumeric_items);
  if (!item) return item.error();
  // Of a number its usual form: 007 is 7.
  return customer::item_entity_key(*type, item->text.empty() ? std::to_string(item->number) : item->text);
}

result<std::pair<std::string, std::string>> read_keys(const endpoint_call& call,
                                                      const catalog_import::named_transfer& which) {
  const auto refused = [&](std::string_view why) {
    return failure{error::bad_request, fmt::format("body:{}: {}", which.place, why)};
  };
  auto source = read_key(call, which.source);
  if (!source) return refused("source: " + std::string(source.error().detail()));
  auto target = read_key(call, which.target);
  if (!target) return refused("target: " + std::string(target.error().detail()));
  if (*source == *target) return refused(fmt::format("source and target are the same item, {}", *source));
  return std::pair(std::move(*source), std::move(*target));
}

}  // namespace

result<void> transfer_items(const endpoint_call& call, http::response& out) {
  const auto read = catalog_import::read_transfers(call.question.body);
  if (!read) return read.error();
  std::vector<entity_write> writes;
  const auto of = call.owner->number;
  const std::lock_guard lock(call.owner->entity_changes);
  const auto now_ms = call.context.time.wall_ms();
  for (const auto& each : *read) {
    const auto keys = read_keys(call, each);
    if (!keys) return keys.error();
    const auto& [source, target] = *keys;
    writes.push_back(customer::transfer_write(of, source, target, now_ms, writes.size()));
    // What was told of the source goes with it; what was told of the target stays.
    writes.push_back({of, store::entity_kind::item, entity_write::action::put, 0, source,
                      customer::removed_item_content()});
  }
  std::vector<events::event> no_events;
  if (const auto done = call.context.log.append_and_wait(no_events, writes); !done) return done.error();
  write_accepted("transfers", read->size(), {}, out);
  return {};
}

}  // namespace footfall::api
