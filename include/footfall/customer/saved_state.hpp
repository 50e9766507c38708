// The live state of all customers in a file, so that a start does not have to read the whole log.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/customer/saved_histories.hpp"
#include "footfall/state/state_writer.hpp"
#include "footfall/store/event_store.hpp"
#include "footfall/store/history_archive.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace footfall::customer {

/// What of the settings goes into the fold, as one number: with another a replay could give another state.
/// Never 0.
[[nodiscard]] std::uint64_t settings_digest(const customer& of);

/// The state of customers at one moment, to be written later.
class state_cut {
 public:
  using customers_pointer = boost::shared_ptr<const customer_directory>;

  /// Takes the moment: the caller sees to it that nothing is applied meanwhile, and that everything up to
  /// `mark` has been, with the settings whose digest is in `folded_with`. Takes a moment only, apart from
  /// what viewers, opt-outs and categories cost: 5 to 10 ms for a million of any. Customers that are not in
  /// `folded_with` are left out. `archive` has the users that are not in memory.
  state_cut(customers_pointer customers, const store::log_mark& mark,
            std::map<customer_number, std::uint64_t> folded_with, const store::archive_mark& archive = {});
  ~state_cut();
  state_cut(const state_cut&) = delete;
  state_cut& operator=(const state_cut&) = delete;

  /// Writes the state as it was at that moment, while events go on being applied; once. Returns the size of
  /// the file. `go_on` is asked now and then. `write_histories` is called once, early: whatever items are
  /// known by then will be in the file. Errors: `io_failed`; `not_ready` when it was not to go on.
  [[nodiscard]] result<std::uint64_t> write(
      const std::filesystem::path& file, std::int64_t now_ms, const std::function<bool()>& go_on,
      const std::function<void(state::state_writer&)>& write_histories = [](state::state_writer&) {});

  [[nodiscard]] const customer_directory& customers() const noexcept { return *customers_; }

  /// Customers that it has.
  [[nodiscard]] std::size_t size() const noexcept { return customers_cut_.size(); }

 private:
  struct customer_cut {
    customer_directory::pointer owner;
    std::uint64_t settings_digest = 0;
    std::vector<std::unique_ptr<row_cut>> rows;
    boost::shared_ptr<const model::model_set> models;  // null: none yet
  };
  void write_customer(state::state_writer& to, customer_cut& from, const std::function<bool()>& go_on) const;

  const customers_pointer customers_;  // keeps them alive, also when a reload drops some
  const store::log_mark mark_;
  const store::archive_mark archive_;
  std::vector<customer_cut> customers_cut_;
};

/// Customers whose state was in a file.
struct loaded_state {
  store::log_mark mark;                                ///< up to which they have been folded
  std::int64_t saved_ms = 0;                           ///< when the file was written
  std::uint64_t bytes = 0;                             ///< of the file
  std::vector<customer_directory::pointer> customers;  ///< new ones; the others are to be replayed
  saved_histories histories;                           ///< of these, not yet read
};

/// Reads the state of those customers that the file has with the same settings, with two threads. What is
/// older than their retention at `now_ms` is left out of histories, as it will be of the log. Errors:
/// `not_found` without a file; `io_failed` when it is damaged or of another version. Whether the log holds
/// the mark, and the archive what is not in the file, is for the caller to find out before anything else is
/// read: `is_held` is asked, and its failure is the error.
[[nodiscard]] result<loaded_state> load_state(
    const std::filesystem::path& file, const customer_directory& wanted, std::int64_t now_ms,
    const std::function<result<void>(const store::log_mark&, const store::archive_mark&)>& is_held);

}  // namespace footfall::customer
