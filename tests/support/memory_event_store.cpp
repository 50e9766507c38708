#include "support/memory_event_store.hpp"

#include "footfall/events/event_kinds.hpp"
#include "footfall/events/import_label.hpp"
#include "footfall/events/link_event.hpp"

#include <algorithm>
#include <chrono>

namespace footfall::test {

namespace {

// Removes the events for which `is_gone`; returns how many. The caller holds the mutex.
template <class Condition>
std::size_t remove_between(memory_file& file, store::cursor after, store::cursor until, Condition is_gone) {
  std::size_t removed = 0;
  const auto end = std::min<std::uint64_t>(until.position, file.events.size());
  for (auto position = after.position; position < end; ++position) {
    auto& each = file.events[position];
    if (!each || !is_gone(*each)) continue;
    each.reset();
    ++removed;
  }
  return removed;
}

}  // namespace

result<store::cursor> memory_event_reader::scan(store::cursor after, std::size_t count_max,
                                                const std::function<void(const events::event&)>& visit) {
  const std::lock_guard guard(file_->mutex);
  auto position = after.position;
  while (count_max > 0 && position < file_->events.size()) {
    const auto& next = file_->events[position++];
    if (!next) continue;
    after.position = position;
    --count_max;
    visit(*next);
  }
  return after;
}

result<std::optional<customer_number>> memory_event_reader::find_customer(std::string_view customer_id) {
  const std::lock_guard guard(file_->mutex);
  const auto known = file_->customers.find(customer_id);
  if (known == file_->customers.end()) return std::optional<customer_number>{};
  return std::optional(customer_number{known->second});
}

result<std::optional<std::string>> memory_entity_reader::get(customer_number customer,
                                                             store::entity_kind kind, std::string_view key) {
  return file_->entities.get(customer, kind, key);
}

result<store::entity_page> memory_entity_reader::scan(
    customer_number customer, store::entity_kind kind, std::string_view after, std::size_t count_max,
    const std::function<void(std::string_view key, std::string_view content)>& visit) {
  return file_->entities.scan(customer, kind, after, count_max, visit);
}

memory_event_store::memory_event_store(std::shared_ptr<memory_file> file) : file_(std::move(file)) {
  file_->entities.abandon_replacements();
}

result<std::vector<customer_number>> memory_event_store::numbers_of(
    std::span<const std::string_view> customer_ids) {
  const std::lock_guard guard(file_->mutex);
  std::vector<customer_number> numbers;
  for (const auto id : customer_ids) {
    const auto next = static_cast<std::uint32_t>(file_->customers.size()) + 1;
    numbers.push_back({file_->customers.try_emplace(std::string(id), next).first->second});
  }
  return numbers;
}

result<store::batch_outcome> memory_event_store::append_batch(std::span<const events::event> batch,
                                                              std::span<const store::entity_write> entities) {
  wait_until_released();
  const std::lock_guard guard(file_->mutex);
  store::batch_outcome outcome;
  for (std::size_t index = 0; index < batch.size(); ++index) {
    auto added = batch[index];
    const auto line = std::exchange(added.import_id, 0);
    const memory_file::line about{added.time_ms, events::marked_import(added.details)};
    if (line != 0 && !file_->lines.emplace(std::pair(added.customer.value, line), about).second) {
      outcome.repeated.push_back(index);
      continue;
    }
    events::restore_fields(added);
    file_->events.push_back(std::move(added));
  }
  outcome.dropped = file_->entities.write(entities);
  outcome.end = mark_of_end();
  return outcome;
}

result<std::uint64_t> memory_event_store::begin_replacement(customer_number customer,
                                                            store::entity_kind kind) {
  return file_->entities.begin_replacement(customer, kind);
}

result<store::log_mark> memory_event_store::end() {
  const std::lock_guard guard(file_->mutex);
  return mark_of_end();
}

result<std::int64_t> memory_event_store::newest_time_ms() {
  constexpr std::size_t looked_at = 10'000;
  const std::lock_guard guard(file_->mutex);
  std::int64_t newest = 0;
  std::size_t seen = 0;
  for (auto each = file_->events.rbegin(); each != file_->events.rend() && seen < looked_at; ++each) {
    if (!*each) continue;
    newest = std::max(newest, (*each)->time_ms);
    ++seen;
  }
  return newest;
}

result<bool> memory_event_store::holds(const store::log_mark& mark) {
  const std::lock_guard guard(file_->mutex);
  const auto last = mark_of_end();
  return mark.branch == last.branch && mark.place.position <= last.place.position;
}

result<std::size_t> memory_event_store::prune_before(const store::age_limit& limit, store::cursor after,
                                                     store::cursor until) {
  const std::lock_guard guard(file_->mutex);
  return remove_between(*file_, after, until, [&](const events::event& each) {
    return each.customer == limit.customer && each.time_ms < limit.before_ms && !limit.keeps(each.type) &&
           (limit.import == 0 || events::marked_import(each.details) == limit.import);
  });
}

result<std::size_t> memory_event_store::erase_user(const store::user_erasure& whose, store::cursor after,
                                                   store::cursor until) {
  const std::lock_guard guard(file_->mutex);
  return remove_between(*file_, after, until, [&](const events::event& each) {
    return each.customer == whose.customer && each.type != whose.kept_type &&
           events::concerns(each, whose.user);
  });
}

result<store::import_prune_step> memory_event_store::prune_imports(const store::age_limit& limit,
                                                                   store::cursor from, std::size_t rows_max) {
  using std::chrono::days, std::chrono::milliseconds;
  const auto first_day = std::chrono::floor<days>(milliseconds(limit.before_ms));
  const std::lock_guard guard(file_->mutex);
  store::import_prune_step step{.next = from};
  auto each = file_->lines.lower_bound({limit.customer.value, from.position});
  for (; rows_max > 0 && each != file_->lines.end() && each->first.first == limit.customer.value;
       --rows_max) {
    step.next.position = each->first.second + 1;
    const bool old = milliseconds(each->second.time_ms) < first_day &&
                     (limit.import == 0 || each->second.label == limit.import);
    step.removed += old ? 1 : 0;
    each = old ? file_->lines.erase(each) : std::next(each);
  }
  step.end = each == file_->lines.end() || each->first.first != limit.customer.value;
  return step;
}

result<std::unique_ptr<store::event_reader>> memory_event_store::make_reader() {
  return std::unique_ptr<store::event_reader>(std::make_unique<memory_event_reader>(file_));
}

result<std::unique_ptr<store::entity_reader>> memory_event_store::make_entity_reader() {
  return std::unique_ptr<store::entity_reader>(std::make_unique<memory_entity_reader>(file_));
}

std::uint64_t memory_event_store::size_bytes() const {
  const std::lock_guard guard(file_->mutex);
  return file_->events.size() * sizeof(events::event);
}

void memory_event_store::hold() {
  const std::lock_guard guard(gate_mutex_);
  held_ = true;
}

void memory_event_store::release() {
  const std::lock_guard guard(gate_mutex_);
  held_ = false;
  gate_.notify_all();
}

void memory_event_store::wait_for_held_commit() {
  std::unique_lock lock(gate_mutex_);
  gate_.wait(lock, [this] { return waiting_commits_ > 0; });
}

void memory_event_store::wait_until_released() {
  std::unique_lock lock(gate_mutex_);
  ++waiting_commits_;
  gate_.notify_all();
  gate_.wait(lock, [this] { return !held_; });
  --waiting_commits_;
}

}  // namespace footfall::test
