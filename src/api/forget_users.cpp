#include "api/forget_users.hpp"

#include "footfall/customer/erasure_receipt.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/forgetting.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace footfall::api {
namespace {

events::event record_of(const endpoint_call& call, events::event_type what, const user_key& user,
                        std::int64_t now_ms) {
  events::event record;
  record.customer = call.owner->number;
  record.type = what;
  record.time_ms = now_ms;
  record.user = user;
  return record;
}

void write_receipts(const std::vector<std::string>& receipts, std::int64_t now_ms, http::response& out) {
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("forgotten", true);
  json.field("since", std::string_view(text::to_iso_time(now_ms)));
  json.field("receipt", std::string_view(receipts.front()));
  if (receipts.size() > 1) {
    json.key("receipts");
    json.open_array();
    for (const auto& each : receipts) json.value(each);
    json.close_array();
  }
  json.close_object();
}

}  // namespace

result<void> forget_users(const endpoint_call& call, std::span<const user_key> users, http::response& out) {
  const auto now_ms = call.context.time.wall_ms();
  // As one: without its second record a user would be tracked again once the first has done its work.
  std::vector<events::event> records;
  std::vector<store::entity_write> entities;
  std::vector<std::string> receipts;
  const std::lock_guard lock(call.owner->entity_changes);  // nobody tells of them meanwhile
  for (const auto& user : users) {
    const auto later = identity::key_of_forgotten(user);
    records.push_back(record_of(call, events::forget_record, user, now_ms));
    records.push_back(record_of(call, events::forgotten_record, later, now_ms));
    for (const auto& [source, what] : call.owner->user_attributes.of(user))
      entities.push_back(customer::user_attributes_removal(call.owner->number, user, source));
    entities.push_back(customer::put_receipt(call.owner->number, later, {.since_ms = now_ms}));
    receipts.push_back(events::to_text(later));
  }
  if (auto done = call.context.log.append_and_wait(records, entities); !done) return done.error();
  write_receipts(receipts, now_ms, out);
  return {};
}

}  // namespace footfall::api
