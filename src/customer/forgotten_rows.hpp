// Takes what the log has of users who were forgotten out of it, in steps; the records of them go last.
#pragma once

#include "footfall/customer/erasure_receipt.hpp"
#include "footfall/customer/event_purge.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace footfall::customer {

/// Records of the log that somebody is to be forgotten, and what is done about them in one round of the
/// purge. Not thread-safe.
class forgotten_rows {
 public:
  /// `go_on` is asked after each step, with the time at which the step began.
  forgotten_rows(store::event_store& store, store::event_reader& log, const clock& time,
                 const purge_followers& followers, std::function<bool(std::int64_t step_begin_ns)> go_on)
      : store_(store), log_(log), time_(time), followers_(followers), go_on_(std::move(go_on)) {}

  /// Takes a record that a scan from `after` has met as its `index`-th event. Its place is found by reading
  /// so far again: one that is not found there is left to the next round. Errors: those of the reader.
  result<void> note(const events::event& forget, store::cursor after, std::size_t index);

  /// Erases everything before the records that concerns their users, asks for all that is derived to be
  /// settled, completes the receipts, and removes the records. Returns how many events went. What cannot be
  /// completed is left to the next round. Errors: those of the store.
  result<std::size_t> erase(std::size_t step_events);

 private:
  using owner = std::pair<customer_number, user_key>;
  struct record {
    owner whose;
    store::cursor before;  // of it, and behind it
    store::cursor place;
  };
  /// A user of whom the log may have something before the last record of it.
  struct wanted {
    std::size_t records = 0;  // not met yet by the reading
    store::cursor last;       // record
    erasure_receipt receipt;
  };

  result<void> find_receipts();
  result<void> write_receipt(const owner& whose, const erasure_receipt& receipt);
  void look_at(const events::event& each);
  void note_concerned(const owner& whose);
  result<void> erase_step(store::cursor from, store::cursor until);
  result<void> complete();

  store::event_store& store_;
  store::event_reader& log_;
  const clock& time_;
  const purge_followers& followers_;
  const std::function<bool(std::int64_t)> go_on_;
  std::vector<record> records_;
  std::map<owner, wanted> users_;
  std::map<owner, std::optional<store::cursor>> concerned_;  // by a step; up to where, if not to its end
  std::size_t removed_ = 0;
};

}  // namespace footfall::customer
