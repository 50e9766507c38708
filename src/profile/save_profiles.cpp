// Saving a table of profiles while it changes, and loading it again.
#include "entries.hpp"
#include "footfall/profile/profile_table.hpp"

#include <algorithm>
#include <utility>

namespace footfall::profile {
namespace {

// Records go to the disk as they lie in memory: there must be nothing between their fields.
static_assert(std::has_unique_object_representations_v<saved_profiles::user>);
static_assert(std::has_unique_object_representations_v<saved_profiles::entry>);

// Users that are saved under one lock, which takes about a tenth of a millisecond.
constexpr std::size_t users_per_step = 1024;

failure never_saved(const char* why) { return {error::io_failed, std::string("saved histories: ") + why}; }

/// What a history can be, and what of it is wanted.
struct history_limits {
  std::size_t items_end;
  std::uint32_t since_s;
  std::size_t history_items;
};

/// Whether a table could have this history; fills `entries` with what happened from `since_s` on when it
/// could.
bool read_history(std::span<const saved_profiles::entry> saved, const history_limits& limits,
                  std::vector<history_entry>& entries) {
  std::array<std::size_t, events::history_type_count> counts{};
  std::size_t removals = 0;
  entries.clear();
  std::uint32_t last_s = 0;
  for (const auto& each : saved) {
    if (each.type >= counts.size() || each.item >= limits.items_end || each.time_s < last_s) return false;
    const auto type = static_cast<events::history_type>(each.type);
    const bool removal = each.removal != 0;
    auto& count = removal ? removals : counts[each.type];
    if (++count > (removal ? removals_max : history_items_max(type, limits.history_items))) return false;
    last_s = each.time_s;
    if (each.time_s >= limits.since_s) entries.push_back({each.item, each.time_s, type, each.value, removal});
  }
  return true;
}

}  // namespace

void profile_table::begin_save() {
  for (auto& part : stripes_.all()) {
    const std::lock_guard lock(part.mutex);
    part.saving = std::make_unique<save_progress>();
    part.saving->end = part.users.size();
    part.saving->random_state = part.random_state;
  }
}

void profile_table::end_save() {
  for (auto& part : stripes_.all()) {
    std::unique_ptr<save_progress> unused;  // freed without the lock
    const std::lock_guard lock(part.mutex);
    unused = std::move(part.saving);
  }
}

bool profile_table::stripe::save_some(saved_profiles& out) {
  const std::lock_guard lock(mutex);
  if (!saving) return true;
  if (saving->next == 0) {
    out.users.reserve(saving->end);
    out.random_state = saving->random_state;
    // Nobody is dropped while a table is saved, so that these are still those of the beginning.
    out.archived.assign(archived.begin(), archived.end());
  }
  const auto end = std::min(saving->next + users_per_step, saving->end);
  for (auto& place = saving->next; place < end; ++place) {
    const auto changed = saving->before.find(static_cast<std::uint32_t>(place));
    const bool unchanged = changed == saving->before.end();
    const auto& user = unchanged ? users[place] : changed->second.user;
    out.users.push_back({user.user, user.count, user.archived, user.awaited});
    const auto entries = unchanged ? entries_of(user) : std::span(changed->second.entries);
    for (const auto& each : entries)
      out.entries.push_back({each.item, each.time_s, static_cast<std::uint8_t>(each.type), each.value,
                             static_cast<std::uint16_t>(each.removal)});
  }
  return end == saving->end;
}

void profile_table::save(std::size_t part_number, saved_profiles& out) {
  out.users.clear();
  out.entries.clear();
  out.archived.clear();
  out.random_state = 0;
  if (stripes_.all().empty()) return;
  auto& part = stripe_at(part_number);
  while (!part.save_some(out)) {
  }
  std::unique_ptr<save_progress> unused;
  const std::lock_guard lock(part.mutex);
  unused = std::move(part.saving);
}

result<void> profile_table::load(std::size_t part_number, const saved_profiles& from, std::size_t items_end,
                                 std::uint32_t since_s) {
  auto& part = stripe_at(part_number);
  const std::lock_guard lock(part.mutex);
  if (!part.users.empty()) return never_saved("there are others already");
  if (from.users.size() > stripe_users_max_) return never_saved("more than the table takes");
  part.places.reserve(from.users.size());
  const history_limits limits{items_end, since_s, bounds().items};
  std::vector<history_entry> entries;
  auto rest = std::span(from.entries);
  for (const auto& each : from.users) {
    if (&stripe_of(each.key) != &part) return never_saved("a user is in the wrong place");
    if (each.entries > rest.size()) return never_saved("entries are missing");
    if (each.awaited > awaited_max || !read_history(rest.first(each.entries), limits, entries))
      return never_saved("a history that cannot be");
    rest = rest.subspan(each.entries);
    const bool complete = each.archived == 0 && each.awaited == 0;
    if (entries.empty() && each.entries != 0 && complete) continue;
    const auto place = static_cast<std::uint32_t>(part.users.size());
    part.users.push_back({.user = each.key,
                          .awaited = static_cast<std::uint16_t>(each.awaited & awaited_max),
                          .archived = each.archived != 0});
    if (!part.places.insert(place).second) return never_saved("a user is there twice");
    part.write(place, entries);
  }
  if (!rest.empty()) return never_saved("entries of nobody");
  part.archived.reserve(from.archived.size());
  part.archived.insert(from.archived.begin(), from.archived.end());
  budget_->archived += static_cast<std::int64_t>(part.archived.size());
  part.count();
  since_s_ = since_s;
  // The generator would stay at zero for ever.
  if (from.random_state != 0) part.random_state = from.random_state;
  return {};
}

void profile_table::load_pending(const std::vector<pending_move>& moves) {
  for (const auto& each : moves) put_off_move(each.from, each.to, each.until_s);
}

}  // namespace footfall::profile
