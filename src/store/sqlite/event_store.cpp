// Writes events and entities: one transaction per batch, durable when COMMIT returns (WAL, synchronous=FULL).
#include "event_store.hpp"

#include "connection.hpp"
#include "entity_reader.hpp"
#include "event_reader.hpp"
#include "event_removal.hpp"
#include "event_rows.hpp"
#include "file_lock.hpp"
#include "store_files.hpp"
#include "writing_connection.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

namespace footfall::store::sqlite {

namespace {

/// Length of the write-ahead log, in pages, from which it is moved to the database file. Events are appended,
/// so a thousand frames are mostly versions of the same hundred pages: with batches of 18 events, one batch
/// in 600 is followed by a pause of two to three commits, most of it waiting for the disk (measured).
constexpr int checkpoint_frames = 1000;

/// Free pages that stay with the file, since new events need them soon, and how many are given back in one
/// step, for which an append may have to wait.
constexpr std::int64_t kept_free_pages = 256;
constexpr int pages_per_step = 64;

/// Rows of replaced entities that are removed in one step; an append may have to wait for that.
constexpr std::size_t leftover_rows = 256;

class sqlite_event_store final : public event_store {
 public:
  sqlite_event_store(std::filesystem::path file, file_lock lock, writing_connection opened)
      : file_(std::move(file)), lock_(std::move(lock)), files_(file_), open_(std::move(opened)) {
    open_->database.count_log_frames(log_frames_);
  }

  result<std::vector<customer_number>> numbers_of(std::span<const std::string_view> customer_ids) override;
  result<batch_outcome> append_batch(std::span<const events::event> batch,
                                     std::span<const entity_write> entities) override;
  result<std::uint64_t> begin_replacement(customer_number customer, entity_kind kind) override;
  result<log_mark> end() override;
  result<std::int64_t> newest_time_ms() override;
  result<bool> holds(const log_mark& mark) override;
  bool maintain() override;
  result<std::size_t> prune_before(const age_limit& limit, cursor after, cursor until) override;
  result<std::size_t> erase_user(const user_erasure& whose, cursor after, cursor until) override;
  result<import_prune_step> prune_imports(const age_limit& limit, cursor from, std::size_t rows_max) override;
  result<bool> give_space_back() override;
  result<void> check() override {
    return at_work([]() -> result<void> { return {}; });
  }
  result<void> recover() override;
  result<std::unique_ptr<event_reader>> make_reader() override { return make_event_reader(file_); }
  result<std::unique_ptr<entity_reader>> make_entity_reader() override {
    return sqlite::make_entity_reader(file_);
  }
  [[nodiscard]] std::uint64_t size_bytes() const override;

 private:
  [[nodiscard]] result<customer_number> find_or_add_customer(std::string_view customer_id);
  [[nodiscard]] result<batch_outcome> add_rows(std::span<const events::event> batch,
                                               std::span<const entity_write> entities);
  [[nodiscard]] log_mark mark_of_end() const;
  [[nodiscard]] result<void> prove_that_there_is_room();
  [[nodiscard]] failure closed() const;
  void roll_back();
  /// Runs `work` as one transaction, which a failure takes back.
  template <class Work>
  [[nodiscard]] auto as_one(const Work& work) -> decltype(work());
  /// The same, but it is flushed together with the next append, not by itself.
  template <class Work>
  [[nodiscard]] auto unhurried(const Work& work) -> decltype(work());
  /// Runs `work` on the open files, provided that they are those of the last time, before and after.
  template <class Work>
  [[nodiscard]] auto at_work(const Work& work) -> decltype(work());
  [[nodiscard]] result<batch_outcome> store_batch(std::span<const events::event> batch,
                                                  std::span<const entity_write> entities);
  void move_log();

  const std::filesystem::path file_;
  const file_lock lock_;

  std::mutex mutex_;  // guards everything below
  file_watch files_;
  int log_frames_ = 0;    // after the last commit
  int moved_frames_ = 0;  // at the last checkpoint
  bool checkpoint_failed_ = false;
  std::optional<writing_connection> open_;  // empty after a `recover` that failed
};

failure sqlite_event_store::closed() const {
  return failure{error::store_failed, fmt::format("{} is closed after a failure", file_.string())};
}

template <class Work>
auto sqlite_event_store::at_work(const Work& work) -> decltype(work()) {
  const std::lock_guard guard(mutex_);
  if (!open_) return closed();
  if (const auto there = files_.look(); !there) return there.error();
  auto done = work();
  // What was written to a file that nobody finds any more is not to be acknowledged.
  if (const auto there = files_.look_after_work(); !there) return there.error();
  return done;
}

void sqlite_event_store::roll_back() {
  // SQLite rolls back by itself when the disk is full; what a rollback says does not matter, since the caller
  // gets the first failure and calls `recover`.
  if (open_->database.in_transaction()) static_cast<void>(open_->rollback.run());
}

result<std::vector<customer_number>> sqlite_event_store::numbers_of(
    std::span<const std::string_view> customer_ids) {
  return at_work([&] {
    return as_one([&]() -> result<std::vector<customer_number>> {
      std::vector<customer_number> numbers;
      for (const auto id : customer_ids) {
        const auto number = find_or_add_customer(id);
        if (!number) return number.error();
        numbers.push_back(*number);
      }
      return numbers;
    });
  });
}

result<customer_number> sqlite_event_store::find_or_add_customer(std::string_view customer_id) {
  open_->find_customer.bind(1, customer_id);
  const auto row = open_->find_customer.next();
  if (!row) return row.error();
  if (*row) {
    const customer_number known{static_cast<std::uint32_t>(open_->find_customer.integer(0))};
    open_->find_customer.reset();
    return known;
  }
  open_->add_customer.bind(1, customer_id);
  const auto added = open_->add_customer.run();
  if (!added) return added.error();
  return customer_number{static_cast<std::uint32_t>(open_->database.last_insert_rowid())};
}

result<batch_outcome> sqlite_event_store::append_batch(std::span<const events::event> batch,
                                                       std::span<const entity_write> entities) {
  return at_work([&] { return store_batch(batch, entities); });
}

result<batch_outcome> sqlite_event_store::store_batch(std::span<const events::event> batch,
                                                      std::span<const entity_write> entities) {
  if (batch.empty() && entities.empty())
    return batch_outcome{.repeated = {}, .dropped = {}, .end = mark_of_end()};
  auto branch = open_->branch;
  auto added = as_one([&]() -> result<batch_outcome> {
    if (!open_->has_own_branch) {
      const auto begun = open_->begin_branch();
      if (!begun) return begun.error();
      branch = *begun;
    }
    return add_rows(batch, entities);
  });
  if (!added) return added;
  open_->branch = branch;
  open_->has_own_branch = true;
  added->end = mark_of_end();
  return added;
}

result<batch_outcome> sqlite_event_store::add_rows(std::span<const events::event> batch,
                                                   std::span<const entity_write> entities) {
  auto repeated = add_batch(*open_, batch);
  if (!repeated) return repeated.error();
  auto dropped = open_->entities.write(entities);
  if (!dropped) return dropped.error();
  return batch_outcome{.repeated = std::move(*repeated), .dropped = std::move(*dropped), .end = {}};
}

result<std::uint64_t> sqlite_event_store::begin_replacement(customer_number customer, entity_kind kind) {
  return at_work([&] { return open_->entities.begin_replacement(customer, kind); });
}

log_mark sqlite_event_store::mark_of_end() const {
  return {{static_cast<std::uint64_t>(open_->last_sequence)}, open_->branch};
}

result<log_mark> sqlite_event_store::end() {
  const std::lock_guard guard(mutex_);
  if (!open_) return closed();
  return mark_of_end();
}

result<std::int64_t> sqlite_event_store::newest_time_ms() {
  return at_work([&] {
    return open_->database.query_integer(
        "SELECT max(time_ms) FROM (SELECT time_ms FROM event ORDER BY sequence DESC LIMIT 10000)");
  });
}

result<bool> sqlite_event_store::holds(const log_mark& mark) {
  const std::lock_guard guard(mutex_);
  if (!open_) return closed();
  return open_->holds(mark.branch, static_cast<std::int64_t>(mark.place.position));
}

bool sqlite_event_store::maintain() {
  const std::lock_guard guard(mutex_);
  if (!open_) return false;
  move_log();
  if (!open_->entities.has_leftovers()) return false;
  const auto removed = unhurried([&] { return open_->entities.remove_leftovers(leftover_rows); });
  static_cast<void>(files_.look_after_work());  // the next work says what is wrong
  if (!removed) spdlog::warn("event store: replaced entities stay: {}", removed.error().detail());
  return removed && open_ && open_->entities.has_leftovers();
}

void sqlite_event_store::move_log() {
  if (log_frames_ < moved_frames_) moved_frames_ = 0;  // the log has begun anew
  if (log_frames_ - moved_frames_ < checkpoint_frames) return;
  // Also when a reader or a failure holds it up: the next attempt comes after as many pages more.
  moved_frames_ = log_frames_;
  const auto moved = open_->database.checkpoint();
  static_cast<void>(files_.look_after_work());  // the next work says what is wrong
  if (!moved && !checkpoint_failed_)
    spdlog::warn("event store: checkpoint failed: {}", moved.error().detail());
  checkpoint_failed_ = !moved;
}

template <class Work>
auto sqlite_event_store::as_one(const Work& work) -> decltype(work()) {
  auto outcome = [&]() -> decltype(work()) {
    const auto begun = open_->begin.run();
    if (!begun) return begun.error();
    auto done = work();
    if (!done) return done;
    const auto committed = open_->commit.run();
    if (!committed) return committed.error();
    return done;
  }();
  if (!outcome) roll_back();
  return outcome;
}

template <class Work>
auto sqlite_event_store::unhurried(const Work& work) -> decltype(work()) {
  const auto relaxed = open_->database.execute("PRAGMA synchronous = NORMAL");
  if (!relaxed) return relaxed.error();
  auto outcome = as_one(work);
  // Acknowledged events depend on it: a store that cannot be put back is not written to any more.
  if (!open_->database.execute("PRAGMA synchronous = FULL")) open_.reset();
  return outcome;
}

result<std::size_t> sqlite_event_store::prune_before(const age_limit& limit, cursor after, cursor until) {
  return at_work([&] { return unhurried([&] { return delete_events(*open_, limit, after, until); }); });
}

result<std::size_t> sqlite_event_store::erase_user(const user_erasure& whose, cursor after, cursor until) {
  return at_work([&] { return unhurried([&] { return erase_events(*open_, whose, after, until); }); });
}

result<import_prune_step> sqlite_event_store::prune_imports(const age_limit& limit, cursor from,
                                                            std::size_t rows_max) {
  if (rows_max == 0) return import_prune_step{.next = from};
  return at_work([&] { return unhurried([&] { return delete_lines(*open_, limit, from, rows_max); }); });
}

result<bool> sqlite_event_store::give_space_back() {
  return at_work([&]() -> result<bool> {
    const auto unused = open_->database.query_integer("PRAGMA freelist_count");
    if (!unused) return unused.error();
    if (*unused <= kept_free_pages) return false;
    return unhurried([&]() -> result<bool> {
      const auto done =
          open_->database.execute(fmt::format("PRAGMA incremental_vacuum({})", pages_per_step).c_str());
      if (!done) return done.error();
      return true;
    });
  });
}

result<void> sqlite_event_store::recover() {
  const std::lock_guard guard(mutex_);
  // Opened again, a file that is gone would be an empty one.
  if (const auto there = open_ ? files_.look() : files_.look_at_database(); !there) return there;
  open_.reset();
  auto opened = writing_connection::open(file_);
  if (!opened) return opened.error();
  open_.emplace(std::move(*opened));
  open_->database.count_log_frames(log_frames_);
  auto proven = prove_that_there_is_room();
  if (!proven) open_.reset();
  files_ = file_watch(file_);
  return proven;
}

/// Writes 64 KiB and takes them away again. Two transactions: pages that are written and freed within one
/// never reach the disk. Room is needed in both files, so the log is moved, too.
result<void> sqlite_event_store::prove_that_there_is_room() {
  const auto written = open_->write_probe.run();
  if (!written) return written.error();
  const auto moved = open_->database.checkpoint();
  if (!moved) return moved.error();
  return open_->delete_probe.run();
}

std::uint64_t sqlite_event_store::size_bytes() const {
  std::uint64_t sum = 0;
  for (const auto* const suffix : {"", "-wal", "-shm", ".lock"}) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(file_.string() + suffix, absent);
    if (!absent) sum += size;
  }
  return sum;
}

}  // namespace

result<std::unique_ptr<event_store>> open_event_store(const store_settings& how,
                                                      const std::filesystem::path& directory) {
  const auto file = directory / how.file;
  std::error_code failed;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), failed);
  if (failed)
    return failure{error::store_failed,
                   fmt::format("{} cannot be made: {}", file.parent_path().string(), failed.message())};
  auto lock = file_lock::take(file);
  if (!lock) return lock.error();
  if (auto done = make_private(file, links::followed); !done) return done.error();
  auto opened = writing_connection::open(file);
  if (!opened) return opened.error();
  if (const auto abandoned = opened->entities.abandon_all(); !abandoned) return abandoned.error();
  return std::unique_ptr<event_store>(
      std::make_unique<sqlite_event_store>(file, std::move(*lock), std::move(*opened)));
}

}  // namespace footfall::store::sqlite
