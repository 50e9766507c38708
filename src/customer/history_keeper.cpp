#include "footfall/customer/history_keeper.hpp"

#include "footfall/core/thread_name.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <span>
#include <utility>

namespace footfall::customer {
namespace {

using profile::history_entry;
using profile::profile_table;

constexpr auto look_interval = std::chrono::milliseconds(100);

// A round goes on until this much of the budget is free, so that rounds are rare and their batches large.
constexpr std::size_t free_share = 16;

// Users that are read, written and dropped under one lock: a visitor who comes back waits so long.
constexpr std::size_t batch_users = 2048;

constexpr int rounds_max = 16;

// Ten looks a second read a million rows in two minutes.
constexpr std::size_t sweep_rows = 1000;
constexpr std::int64_t sweep_interval_ns = 3'600'000'000'000;

constexpr std::size_t shrink_bytes = 1'048'576;

// Whoever frees a full disk does not want to wait long; a damaged file must not fill the log.
constexpr std::int64_t retry_pause_least_ns = 10'000'000'000;
constexpr std::int64_t retry_pause_most_ns = 60'000'000'000;

/// For which items the entries of histories count by now.
profile::item_at_time items_now(const customer& owner) {
  const auto transfers = owner.transfers.load();
  if (!transfers) return {};
  return [transfers](item_index item, std::uint32_t time_s) { return transfers->item_of(item, time_s); };
}

/// An entry in the archive.
struct packed_entry {
  std::uint32_t item;
  std::uint32_t time_s;
  std::uint8_t type;
  std::uint8_t value;
  std::uint16_t removal;
};
static_assert(std::has_unique_object_representations_v<packed_entry>);

void pack(const std::vector<history_entry>& entries, std::string& into) {
  for (const auto& each : entries) {
    const packed_entry packed{each.item, each.time_s, static_cast<std::uint8_t>(each.type), each.value,
                              static_cast<std::uint16_t>(each.removal)};
    into.append(reinterpret_cast<const char*>(&packed), sizeof(packed));
  }
}

void unpack(std::string_view from, std::size_t items_end, std::vector<history_entry>& into) {
  into.clear();
  for (; from.size() >= sizeof(packed_entry); from.remove_prefix(sizeof(packed_entry))) {
    packed_entry packed;
    std::memcpy(&packed, from.data(), sizeof(packed));
    if (packed.item < items_end && packed.type < events::history_type_count)
      into.push_back({packed.item, packed.time_s, static_cast<events::history_type>(packed.type),
                      packed.value, packed.removal != 0});
  }
}

}  // namespace

history_keeper::history_keeper(const history_settings& settings, const std::filesystem::path& file)
    : history_keeper(
          settings, file.empty() ? archive_opener() : [file] { return store::open_history_archive(file); }) {}

history_keeper::history_keeper(const history_settings& settings, archive_opener open)
    : budget_(std::make_shared<profile::memory_budget>(settings.memory_budget_bytes)),
      open_(std::move(open)) {
  if (!open_) return;
  auto opened = open_();
  if (opened)
    archive_ = std::move(*opened);
  else
    forget_archive(opened.error());
}

history_keeper::~history_keeper() { stop(); }

void history_keeper::start(customers_source customers, const clock& time) {
  customers_ = std::move(customers);
  time_ = &time;
  const std::lock_guard lock(mutex_);
  if (!stopping_)
    thread_ = std::thread([this] {
      name_thread("history keeper");
      run();
    });
}

void history_keeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void history_keeper::settings_changed(const history_settings& settings) {
  budget_->set_limit(settings.memory_budget_bytes);
}

void history_keeper::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, look_interval, [this] { return stopping_; });
    lock.unlock();
    static_cast<void>(work_.run(*time_, [this]() -> result<void> {
      const auto customers = customers_();
      keep_budget(*customers);
      tend_archive(*customers, *time_);
      if (failing_)
        return failure{error::store_failed, "the archive of histories cannot be used: see the log"};
      return {};
    }));
    lock.lock();
  }
}

void history_keeper::forget_archive(const failure& why) {
  if (failing_.exchange(true)) return;
  ++failures_;
  spdlog::error(
      "idle users are forgotten as far as the memory for histories asks for it, since the "
      "archive cannot be used, which is tried again after a while: {}",
      why.detail());
}

/// What the archive has of a user, unless that is in memory.
std::span<const history_entry> history_keeper::find_older(const customer& owner, const user_key& user) {
  older_.clear();
  const auto& table = owner.profiles.table();
  if (!archive_ || table.is_at_hand(user)) return older_;
  if (const auto found = archive_->find(owner.number, user, content_); !found)
    forget_archive(found.error());
  else
    unpack(content_, owner.items.size(), older_);
  return older_;
}

void history_keeper::bring_back(customer& owner, const user_key& user) {
  owner.profiles.table().bring_back(user, find_older(owner, user));
}

result<void> history_keeper::erase_forgotten(customer& owner) {
  auto& table = owner.profiles.table();
  if (!table.has_erasures()) return {};
  const auto users = table.take_erasures();
  auto done = archive_ ? archive_->erase(owner.number, users) : result<void>{};
  if (done) return {};
  table.put_back_erasures(users);
  forget_archive(done.error());
  return done;
}

result<void> history_keeper::erase_forgotten(const customer_directory& customers) {
  for (const auto& [id, owner] : customers.by_id())
    if (auto done = erase_forgotten(*owner); !done) return done;
  return {};
}

/// What waits for the archive, before anything is read from there.
void history_keeper::finish_moves(customer& owner) {
  auto& table = owner.profiles.table();
  (void)erase_forgotten(owner);
  while (const auto next = table.next_pending_move()) table.finish_move(*next, find_older(owner, next->from));
}

void history_keeper::read(customer& owner, const user_key& user, std::vector<history_entry>& out) {
  // A user who goes between the look and the reading is noticed: somebody went, and either it is not there
  // now, or somebody came back, too.
  const auto evicted = budget_->evicted.load();
  const auto read_back = budget_->read_back.load();
  const auto counts_for = items_now(owner);
  if (is_at_hand(owner, user)) {
    owner.profiles.read(user, out, counts_for);
    if (budget_->evicted == evicted) return;
    if (is_at_hand(owner, user) && budget_->read_back == read_back) return;
  }
  std::vector<user_key> keys;
  const std::lock_guard lock(archive_mutex_);
  finish_moves(owner);
  owner.profiles.collect_keys(user, keys);
  for (const auto& key : keys) bring_back(owner, key);
  owner.profiles.read(user, out, counts_for);
}

std::size_t history_keeper::evict_some(customer& owner, std::size_t part, std::size_t count) {
  auto& table = owner.profiles.table();
  std::vector<profile::idle_user> picked;
  const std::lock_guard lock(archive_mutex_);
  finish_moves(owner);
  table.pick_idle(part, count, picked);
  for (auto& each : picked) {
    if (!each.partly_archived) continue;
    bring_back(owner, each.key);
    table.look_up(each.key, each.entries);
  }
  // A login of this moment has put off what is to be done with one of them.
  std::erase_if(picked, [&](const profile::idle_user& each) { return !table.is_at_hand(each.key); });
  if (archive_ && !failing_) {
    std::vector<std::string> contents(picked.size());
    std::vector<store::archived_history> rows;
    rows.reserve(picked.size());
    for (std::size_t index = 0; index < picked.size(); ++index) {
      pack(picked[index].entries, contents[index]);
      const auto& entries = picked[index].entries;
      rows.push_back(
          {owner.number, picked[index].key, contents[index], entries.empty() ? 0 : entries.back().time_s});
    }
    if (const auto done = archive_->put(rows); !done) forget_archive(done.error());
  }
  const bool archived = archive_ && !failing_;
  return static_cast<std::size_t>(std::ranges::count_if(
      picked, [&](const profile::idle_user& each) { return table.drop(each, archived); }));
}

void history_keeper::finish_moves(const customer_directory& customers) {
  for (const auto& [id, owner] : customers.by_id()) {
    const auto& table = owner->profiles.table();
    if (!table.has_pending_moves() && !table.has_erasures()) continue;
    const std::lock_guard lock(archive_mutex_);
    finish_moves(*owner);
  }
}

void history_keeper::keep_budget(const customer_directory& customers) {
  // Does not wait for a save: what these users do meanwhile would be taken for one with what is to move.
  finish_moves(customers);
  const auto turn = pause();
  // One round picks some users twice, and leaves out those that just came back.
  for (int round = 0; round < rounds_max && budget_->excess() > 0; ++round)
    if (evict_share(customers) == 0) break;
}

/// Each share of each customer gives the same part of its users: one idle user is as good as another.
std::size_t history_keeper::evict_share(const customer_directory& customers) {
  const auto excess = budget_->excess() + budget_->limit() / free_share;
  const auto used = std::max<std::size_t>(budget_->used(), 1);
  const auto part_of_users = std::min(1.0, static_cast<double>(excess) / static_cast<double>(used));
  std::size_t evicted = 0;
  for (const auto& [id, owner] : customers.by_id()) {
    const auto& table = owner->profiles.table();
    for (std::size_t part = 0; part < profile_table::stripe_count; ++part) {
      auto wanted =
          static_cast<std::size_t>(std::ceil(static_cast<double>(table.size(part)) * part_of_users));
      for (std::size_t batch = 0; wanted > 0; wanted -= batch) {
        batch = std::min(wanted, batch_users);
        evicted += evict_some(*owner, part, batch);
      }
    }
  }
  return evicted;
}

void history_keeper::tend_archive(const customer_directory& customers, const clock& time) {
  const auto turn = pause();
  const std::lock_guard lock(archive_mutex_);
  if (failing_) return try_again(time.steady_ns());
  if (!archive_) return;
  if (time.steady_ns() >= next_sweep_ns_) sweep(customers, time);
  if (const auto done = archive_->shrink(shrink_bytes); !done) forget_archive(done.error());
}

void history_keeper::sweep(const customer_directory& customers, const clock& time) {
  std::map<customer_number, std::uint32_t> since_s;
  for (const auto& [id, owner] : customers.by_id())
    since_s[owner->number] = owner->settings.load()->retained_since_s(time.wall_ms());
  const auto found = archive_->sweep(since_s, sweep_rows);
  if (!found) return forget_archive(found.error());
  budget_->expired += found->dropped.size();
  for (const auto& each : found->dropped) {
    if (!each.alone) continue;
    if (const auto owner = customers.find(each.customer)) owner->profiles.table().forget_archived(each.key);
  }
  if (found->finished) next_sweep_ns_ = time.steady_ns() + sweep_interval_ns;
}

void history_keeper::try_again(std::int64_t now_ns) {
  const auto longer_pause = [this] { return std::min(2 * retry_pause_ns_, retry_pause_most_ns); };
  if (!retry_ns_) {
    const bool worked_shortly = working_since_ns_ && now_ns - *working_since_ns_ < retry_pause_most_ns;
    retry_pause_ns_ = worked_shortly ? longer_pause() : retry_pause_least_ns;
    retry_ns_ = now_ns + retry_pause_ns_;
  }
  if (now_ns < *retry_ns_) return;
  if (!use_archive_again()) {
    retry_pause_ns_ = longer_pause();
    retry_ns_ = now_ns + retry_pause_ns_;
    return;
  }
  retry_ns_.reset();
  working_since_ns_ = now_ns;
  failing_ = false;
  spdlog::info("the archive of histories is used again");
}

result<void> history_keeper::use_archive_again() {
  if (archive_) return archive_->renew();
  auto opened = open_();
  if (!opened) return opened.error();
  // What is there is of an earlier time.
  if (const auto emptied = (*opened)->go_back({}); !emptied) return emptied.error();
  archive_ = std::move(*opened);
  return {};
}

store::archive_mark history_keeper::begin_generation() {
  if (!archive_) return {};
  const auto moment = archive_->mark();
  if (const auto done = archive_->begin_generation(); !done) forget_archive(done.error());
  return moment;
}

result<void> history_keeper::flush() {
  const std::lock_guard lock(archive_mutex_);
  return archive_ ? archive_->flush() : result<void>{};
}

void history_keeper::confirm(const store::archive_mark& moment) {
  const std::lock_guard lock(archive_mutex_);
  if (!archive_) return;
  if (const auto done = archive_->confirm(moment); !done) forget_archive(done.error());
}

bool history_keeper::go_back(const store::archive_mark& moment) {
  const std::lock_guard lock(archive_mutex_);
  if (!archive_) return moment == store::archive_mark{};
  const auto went = archive_->go_back(moment);
  if (!went) forget_archive(went.error());
  return went && *went;
}

void history_keeper::clear(customer_number customer) {
  const std::lock_guard lock(archive_mutex_);
  if (!archive_) return;
  if (const auto done = archive_->clear(customer); !done) forget_archive(done.error());
}

std::uint64_t history_keeper::archive_bytes() const {
  const std::lock_guard lock(archive_mutex_);
  return archive_ ? archive_->size_bytes() : 0;
}

}  // namespace footfall::customer
