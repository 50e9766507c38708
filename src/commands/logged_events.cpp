// One customer, read without writing anything.
#include "logged_events.hpp"

#include "footfall/api/import_line.hpp"
#include "footfall/core/clock.hpp"
#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/user_hasher.hpp"

#include "import_formats.hpp"

#include <fmt/format.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <vector>

namespace footfall::commands {

namespace {

constexpr std::size_t events_per_read = 50'000;

void note_segments(const events::event& stored, logged_events& out) {
  auto& noted = out.with_segments;
  if (stored.type == events::forget_record && stored.counts())
    std::erase_if(noted, [&](const event_with_segments& each) { return each.what.user == stored.user; });
  const auto* kind = events::find_event_kind(stored.type);
  if (kind == nullptr || !kind->for_models || !stored.counts() || stored.details.empty()) return;
  auto segments = events::find_detail(stored.details, events::segments_detail);
  const auto item = segments ? out.owner->items.find(stored.item) : std::nullopt;
  if (!item) return;
  noted.push_back({stored, *item, std::move(*segments)});
  noted.back().what.details.clear();
}

void learn(const events::event& stored, const customer::customer_settings& shop, logged_events& out) {
  customer::learn(stored, out.owner->items, {shop.linked_users_max, shop.items_unknown_max}, out.history);
  note_segments(stored, out);
}

// Reads what the customer tells; events go to the items as of which they are.
result<void> read_entities(const store::store_settings& where, const std::filesystem::path& data_directory,
                           const customer::customer_settings& shop, logged_events& out) {
  auto reader = store::open_entity_reader(where, data_directory);
  if (!reader) return reader.error();
  customer::customer_directory all;
  all.add(out.owner);
  const auto loaded = customer::catalogue_keeper(std::move(*reader)).load(all);
  if (!loaded) return loaded.error();
  model::session_rules rules{.gap_s = shop.session_minutes * 60};
  if (const auto transfers = out.owner->transfers.load())
    rules.waiting_count_for = [transfers](item_index item, std::uint32_t time_s) {
      return transfers->item_of(item, time_s);
    };
  out.history.settle(rules);
  return {};
}

}  // namespace

result<logged_events> read_log(const store::store_settings& where,
                               const std::filesystem::path& data_directory,
                               const customer::customer_settings& shop, std::int64_t until_ms) {
  const auto reader = store::open_reader(where, data_directory);
  if (!reader) return reader.error();
  const auto number = (*reader)->find_customer(shop.id);
  if (!number) return number.error();
  if (!*number)
    return failure{error::bad_parameter, fmt::format("the store in {} has nothing of customer {}",
                                                     data_directory.string(), shop.id)};
  logged_events out;
  out.owner = boost::make_shared<customer::customer>(
      **number, boost::make_shared<const customer::customer_settings>(shop));
  const auto visit = [&](const events::event& stored) {
    if (stored.customer != **number || stored.time_ms > until_ms) return;
    learn(stored, shop, out);
    customer::apply_categories(*out.owner, stored);
  };
  for (store::cursor place;;) {
    const auto next = (*reader)->scan(place, events_per_read, visit);
    if (!next) return next.error();
    if (*next == place) break;
    place = *next;
  }
  if (auto read = read_entities(where, data_directory, shop, out); !read) return read.error();
  return out;
}

result<void> read_file(const std::string& file, const customer::customer_settings& shop,
                       const std::filesystem::path& data_directory, logged_events& out) {
  const auto key = identity::load_key(data_directory / "user.key");
  if (!key) return key.error();
  const identity::user_hasher hasher(*key);
  const auto context = api::reading_context_of(shop, {}, hasher);
  auto source = import_source::open(file);
  if (!source) return source.error();
  const api::url_owner owner{shop.id, shop.license_key};
  const line_rules rules;
  record_reader reader(*source, import_format::automatic, owner, rules);
  import_record record;
  std::vector<events::event> group;
  const auto now_ms = system_clock().wall_ms();
  for (;;) {
    const auto found = reader.next(record);
    if (!found) return found.error();
    if (!*found) break;
    const auto refused = [&](const std::string& why) {
      return failure{error::bad_parameter, fmt::format("{}:{}: {}", file, record.line, why)};
    };
    if (record.skipped) continue;
    if (!record.problem.empty()) return refused(record.problem);
    group.clear();
    const auto read = api::read_import_members(record.members.all(), context, now_ms, 0, group);
    if (!read) return refused(read.error().detail());
    for (const auto& stored : group) learn(stored, shop, out);
  }
  out.history.settle({shop.session_minutes * 60});
  return {};
}

}  // namespace footfall::commands
