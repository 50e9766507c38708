// An event store that fails when a test wants it, in front of one that works.
#pragma once

#include "footfall/store/event_store.hpp"

#include <atomic>
#include <memory>
#include <new>
#include <utility>

namespace footfall::test {

/// Thread-safe. A failed append stores nothing; appends that follow fail, too, until `recover` has succeeded.
class failing_event_store final : public store::event_store {
 public:
  explicit failing_event_store(store::event_store& works) : works_(works) {}

  /// Lets the n-th append from now on fail (1: the next one).
  void fail_append(int nth) { appends_until_failure_ = nth; }

  /// The next append finds no memory.
  void take_memory_away() { no_memory_ = true; }

  /// Lets `recover` fail, or succeed again.
  void fail_recover(bool fails) { recover_fails_ = fails; }

  /// Lets `check` fail from now on, and appends with it, until `recover` succeeds.
  void fail_check() { check_fails_ = true; }

  [[nodiscard]] int recover_calls() const { return recover_calls_; }

  result<std::vector<customer_number>> numbers_of(std::span<const std::string_view> customer_ids) override {
    return works_.numbers_of(customer_ids);
  }

  result<store::batch_outcome> append_batch(std::span<const events::event> batch,
                                            std::span<const store::entity_write> entities = {}) override {
    if (no_memory_.exchange(false)) {
      broken_ = true;
      throw std::bad_alloc();
    }
    if (--appends_until_failure_ == 0) broken_ = true;
    if (broken_) return failure{error::store_failed, "the test's disk is full"};
    return works_.append_batch(batch, entities);
  }

  result<std::uint64_t> begin_replacement(customer_number customer, store::entity_kind kind) override {
    return works_.begin_replacement(customer, kind);
  }

  result<store::log_mark> end() override { return works_.end(); }
  result<std::int64_t> newest_time_ms() override { return works_.newest_time_ms(); }
  result<bool> holds(const store::log_mark& mark) override { return works_.holds(mark); }

  result<std::size_t> prune_before(const store::age_limit& limit, store::cursor after,
                                   store::cursor until) override {
    return works_.prune_before(limit, after, until);
  }

  result<std::size_t> erase_user(const store::user_erasure& whose, store::cursor after,
                                 store::cursor until) override {
    return works_.erase_user(whose, after, until);
  }

  result<store::import_prune_step> prune_imports(const store::age_limit& limit, store::cursor from,
                                                 std::size_t rows_max) override {
    return works_.prune_imports(limit, from, rows_max);
  }

  result<void> check() override {
    if (check_fails_) return failure{error::store_failed, "the test's file is gone"};
    return works_.check();
  }

  result<void> recover() override {
    const bool fails = recover_fails_;
    ++recover_calls_;
    if (fails) return failure{error::store_failed, "the test's disk is still full"};
    broken_ = false;
    check_fails_ = false;
    return works_.recover();
  }

  result<std::unique_ptr<store::event_reader>> make_reader() override { return works_.make_reader(); }
  result<std::unique_ptr<store::entity_reader>> make_entity_reader() override {
    return works_.make_entity_reader();
  }

  [[nodiscard]] std::uint64_t size_bytes() const override { return works_.size_bytes(); }

 private:
  store::event_store& works_;
  std::atomic<int> appends_until_failure_{0};
  std::atomic<bool> recover_fails_{false};
  std::atomic<bool> check_fails_{false};
  std::atomic<bool> broken_{false};
  std::atomic<bool> no_memory_{false};
  std::atomic<int> recover_calls_{0};
};

}  // namespace footfall::test
