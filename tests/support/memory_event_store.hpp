// A store in memory: quick, and its commits can be held up.
#pragma once

#include "footfall/events/event_kinds.hpp"
#include "footfall/events/import_label.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/store/event_store.hpp"
#include "support/memory_entities.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace footfall::test {

/// What takes the place of the file: it stays when the store is closed.
struct memory_file {
  static std::uint64_t new_branch() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
  }

  memory_entities entities;
  std::mutex mutex;  // guards all below
  std::uint64_t branch = new_branch();
  std::vector<std::optional<events::event>> events;  // empty: removed
  std::map<std::string, std::uint32_t, std::less<>> customers;
  struct line {
    std::int64_t time_ms;  // of the event
    std::uint32_t label;
  };
  std::map<std::pair<std::uint32_t, std::uint64_t>, line> lines;
};

class memory_event_reader final : public store::event_reader {
 public:
  explicit memory_event_reader(std::shared_ptr<memory_file> file) : file_(std::move(file)) {}

  result<store::cursor> scan(store::cursor after, std::size_t count_max,
                             const std::function<void(const events::event&)>& visit) override;

  result<std::optional<customer_number>> find_customer(std::string_view customer_id) override;

 private:
  std::shared_ptr<memory_file> file_;
};

class memory_entity_reader final : public store::entity_reader {
 public:
  explicit memory_entity_reader(std::shared_ptr<memory_file> file) : file_(std::move(file)) {}

  result<std::optional<std::string>> get(customer_number customer, store::entity_kind kind,
                                         std::string_view key) override;

  result<store::entity_page> scan(
      customer_number customer, store::entity_kind kind, std::string_view after, std::size_t count_max,
      const std::function<void(std::string_view key, std::string_view content)>& visit) override;

 private:
  std::shared_ptr<memory_file> file_;
};

/// Thread-safe.
class memory_event_store : public store::event_store {
 public:
  explicit memory_event_store(std::shared_ptr<memory_file> file = std::make_shared<memory_file>());

  result<std::vector<customer_number>> numbers_of(std::span<const std::string_view> customer_ids) override;

  result<store::batch_outcome> append_batch(std::span<const events::event> batch,
                                            std::span<const store::entity_write> entities = {}) override;

  result<std::uint64_t> begin_replacement(customer_number customer, store::entity_kind kind) override;

  result<store::log_mark> end() override;

  result<std::int64_t> newest_time_ms() override;

  result<bool> holds(const store::log_mark& mark) override;

  result<std::size_t> prune_before(const store::age_limit& limit, store::cursor after,
                                   store::cursor until) override;

  result<std::size_t> erase_user(const store::user_erasure& whose, store::cursor after,
                                 store::cursor until) override;

  result<store::import_prune_step> prune_imports(const store::age_limit& limit, store::cursor from,
                                                 std::size_t rows_max) override;

  result<void> recover() override { return {}; }

  result<std::unique_ptr<store::event_reader>> make_reader() override;

  result<std::unique_ptr<store::entity_reader>> make_entity_reader() override;

  [[nodiscard]] std::uint64_t size_bytes() const override;

  /// From now on commits wait.
  void hold();

  void release();

  /// Waits until a commit is held up.
  void wait_for_held_commit();

 private:
  [[nodiscard]] store::log_mark mark_of_end() const { return {{file_->events.size()}, {file_->branch, 0}}; }

  void wait_until_released();

  std::shared_ptr<memory_file> file_;
  std::mutex gate_mutex_;  // guards what follows
  std::condition_variable gate_;
  bool held_ = false;
  int waiting_commits_ = 0;
};

}  // namespace footfall::test
