// The archive of histories in a SQLite file.
#include "footfall/store/history_archive.hpp"

#include "connection.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace footfall::store::sqlite {
namespace {

constexpr const char* schema =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384;"
    "CREATE TABLE IF NOT EXISTS archive(number INTEGER PRIMARY KEY CHECK (number = 1), id BLOB NOT NULL,"
    " generation INTEGER NOT NULL, settled INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS abandoned(after INTEGER NOT NULL, last INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS history(number INTEGER PRIMARY KEY, place INTEGER NOT NULL,"
    " customer INTEGER NOT NULL, user BLOB NOT NULL, generation INTEGER NOT NULL, content BLOB NOT NULL);"
    "CREATE INDEX IF NOT EXISTS history_place ON history(place);"
    "INSERT OR IGNORE INTO archive(number, id, generation, settled) VALUES (1, randomblob(16), 1, 0);";

/// Generations that count no more: what was put in them was never settled.
struct lost_generations {
  std::uint64_t after = 0;
  std::uint64_t last = 0;
};

/// In which order rows lie in the index: users of one share of the histories together, so that what is put
/// at once touches few pages.
std::int64_t place_of(customer_number customer, const user_key& user) noexcept {
  const auto spread = user.words[0] ^ (customer.value * 0x9E3779B97F4A7C15ULL);
  return static_cast<std::int64_t>((user.words[1] % 64) << 57 | spread >> 7);
}

std::string_view bytes_of(const user_key& user) noexcept {
  return {reinterpret_cast<const char*>(user.words.data()), sizeof(user.words)};
}

std::span<const std::byte> as_blob(std::string_view bytes) noexcept {
  return std::as_bytes(std::span(bytes.data(), bytes.size()));
}

class sqlite_history_archive final : public history_archive {
 public:
  static result<std::unique_ptr<history_archive>> open(const std::filesystem::path& file) {
    auto database = connection::open(file, connection::access::read_write);
    if (!database) return database.error();
    if (auto made = database->execute(schema); !made) return made.error();
    std::unique_ptr<sqlite_history_archive> archive(new sqlite_history_archive(std::move(*database), file));
    if (auto done = archive->prepare(); !done) return done.error();
    return std::unique_ptr<history_archive>(std::move(archive));
  }

  result<bool> go_back(const archive_mark& moment) override {
    const bool held = moment.id == mark_.id && moment.generation <= mark_.generation &&
                      moment.generation >= settled_ && !is_lost(moment.generation);
    if (!held) {
      auto done = database_.execute(
          "BEGIN; DELETE FROM history; DELETE FROM abandoned;"
          "UPDATE archive SET id = randomblob(16), generation = 1, settled = 0; COMMIT;");
      if (!done) return done.error();
      lost_.clear();
      if (auto read = read_mark(); !read) return read.error();
      return false;
    }
    if (moment.generation < mark_.generation) {
      abandon_->bind(1, static_cast<std::int64_t>(moment.generation));
      abandon_->bind(2, static_cast<std::int64_t>(mark_.generation));
      if (auto done = abandon_->run(); !done) return done.error();
      lost_.push_back({moment.generation, mark_.generation});
    }
    if (auto done = settle(moment); !done) return done.error();
    if (auto begun = begin_generation(); !begun) return begun.error();
    return true;
  }

  archive_mark mark() const override { return mark_; }

  result<void> begin_generation() override {
    next_->bind(1, static_cast<std::int64_t>(mark_.generation + 1));
    if (auto done = next_->run(); !done) return done;
    ++mark_.generation;
    return {};
  }

  result<void> flush() override { return database_.checkpoint(); }

  result<void> settle(const archive_mark& moment) override {
    if (moment.id != mark_.id || moment.generation <= settled_) return {};
    settle_->bind(1, static_cast<std::int64_t>(moment.generation));
    if (auto done = settle_->run(); !done) return done;
    settled_ = moment.generation;
    return {};
  }

  result<void> put(std::span<const archived_history> rows) override {
    std::vector<std::pair<std::int64_t, const archived_history*>> order;
    order.reserve(rows.size());
    for (const auto& row : rows) order.emplace_back(place_of(row.customer, row.user), &row);
    std::ranges::sort(order);
    if (auto begun = database_.execute("BEGIN IMMEDIATE"); !begun) return begun;
    for (const auto& [place, row] : order) {
      if (auto done = put_row(place, *row); !done) {
        if (database_.in_transaction()) (void)database_.execute("ROLLBACK");
        return done;
      }
    }
    auto committed = database_.execute("COMMIT");
    if (!committed && database_.in_transaction()) (void)database_.execute("ROLLBACK");
    return committed;
  }

  result<bool> find(customer_number customer, const user_key& user, std::string& content) override {
    content.clear();
    if (auto read = read_rows(place_of(customer, user), customer, user); !read) return read.error();
    const auto* newest = newest_row(mark_.generation);
    if (newest == nullptr) return false;
    content_of_->bind(1, newest->number);
    const auto row = content_of_->next();
    if (!row) return row.error();
    if (*row) content.assign(content_of_->text(0));
    content_of_->reset();
    return true;
  }

  result<void> clear(customer_number customer) override {
    clear_->bind(1, static_cast<std::int64_t>(customer.value));
    if (auto done = clear_->run(); !done) return done;
    if (database_.changes() == 0) return {};
    // Nobody can go back to before this any more.
    if (auto done = database_.execute("UPDATE archive SET id = randomblob(16)"); !done) return done;
    return read_mark();
  }

  std::uint64_t size_bytes() const override {
    std::error_code unknown;
    const auto bytes = std::filesystem::file_size(file_, unknown);
    return unknown ? 0 : bytes;
  }

 private:
  struct kept_row {
    std::int64_t number = 0;
    std::uint64_t generation = 0;
  };

  sqlite_history_archive(connection database, std::filesystem::path file)
      : database_(std::move(database)), file_(std::move(file)) {}

  result<void> prepare() {
    const std::pair<std::optional<statement>*, std::string_view> texts[] = {
        {&rows_of_, "SELECT number, generation FROM history WHERE place = ? AND customer = ? AND user = ?"},
        {&content_of_, "SELECT content FROM history WHERE number = ?"},
        {&insert_, "INSERT INTO history(place, customer, user, generation, content) VALUES (?, ?, ?, ?, ?)"},
        {&delete_, "DELETE FROM history WHERE number = ?"},
        {&clear_, "DELETE FROM history WHERE customer = ?"},
        {&next_, "UPDATE archive SET generation = ?"},
        {&settle_, "UPDATE archive SET settled = ?"},
        {&abandon_, "INSERT INTO abandoned(after, last) VALUES (?, ?)"},
    };
    for (const auto& [into, text] : texts) {
      auto prepared = database_.prepare(text);
      if (!prepared) return prepared.error();
      into->emplace(std::move(*prepared));
    }
    auto lost = database_.prepare("SELECT after, last FROM abandoned");
    if (!lost) return lost.error();
    for (;;) {
      const auto row = lost->next();
      if (!row) return row.error();
      if (!*row) break;
      lost_.push_back(
          {static_cast<std::uint64_t>(lost->integer(0)), static_cast<std::uint64_t>(lost->integer(1))});
    }
    return read_mark();
  }

  result<void> read_mark() {
    auto query = database_.prepare("SELECT id, generation, settled FROM archive");
    if (!query) return query.error();
    const auto row = query->next();
    if (!row) return row.error();
    if (!*row) return failure{error::store_failed, file_.string() + ": the archive has no id"};
    const auto id = query->text(0);
    mark_ = {};
    std::memcpy(mark_.id.data(), id.data(), std::min(id.size(), sizeof(mark_.id)));
    mark_.generation = static_cast<std::uint64_t>(query->integer(1));
    settled_ = static_cast<std::uint64_t>(query->integer(2));
    return {};
  }

  [[nodiscard]] bool is_lost(std::uint64_t generation) const {
    return std::ranges::any_of(lost_, [generation](const lost_generations& each) {
      return generation > each.after && generation <= each.last;
    });
  }

  /// The newest row of the user that was read last, of those up to a generation.
  [[nodiscard]] const kept_row* newest_row(std::uint64_t up_to) const {
    const kept_row* newest = nullptr;
    for (const auto& each : found_)
      if (each.generation <= up_to && !is_lost(each.generation) &&
          (newest == nullptr || each.generation > newest->generation))
        newest = &each;
    return newest;
  }

  result<void> read_rows(std::int64_t place, customer_number customer, const user_key& user) {
    found_.clear();
    rows_of_->bind(1, place);
    rows_of_->bind(2, static_cast<std::int64_t>(customer.value));
    rows_of_->bind(3, as_blob(bytes_of(user)));
    for (;;) {
      const auto row = rows_of_->next();
      if (!row) return row.error();
      if (!*row) return {};
      found_.push_back({rows_of_->integer(0), static_cast<std::uint64_t>(rows_of_->integer(1))});
    }
  }

  result<void> put_row(std::int64_t place, const archived_history& row) {
    if (auto read = read_rows(place, row.customer, row.user); !read) return read;
    const auto* settled = newest_row(settled_);
    for (const auto& each : found_) {
      if (&each == settled) continue;
      delete_->bind(1, each.number);
      if (auto done = delete_->run(); !done) return done;
    }
    insert_->bind(1, place);
    insert_->bind(2, static_cast<std::int64_t>(row.customer.value));
    insert_->bind(3, as_blob(bytes_of(row.user)));
    insert_->bind(4, static_cast<std::int64_t>(mark_.generation));
    insert_->bind(5, as_blob(row.content));
    return insert_->run();
  }

  connection database_;
  const std::filesystem::path file_;
  std::optional<statement> rows_of_, content_of_, insert_, delete_, clear_, next_, settle_, abandon_;
  archive_mark mark_;
  std::uint64_t settled_ = 0;
  std::vector<lost_generations> lost_;
  std::vector<kept_row> found_;
};

}  // namespace
}  // namespace footfall::store::sqlite

namespace footfall::store {

result<std::unique_ptr<history_archive>> open_history_archive(const std::filesystem::path& file) {
  auto opened = sqlite::sqlite_history_archive::open(file);
  if (opened) return opened;
  // It can be made anew: nothing is in it that the log does not say.
  for (const auto* part : {"", "-wal", "-shm"}) {
    std::error_code unused;
    std::filesystem::remove(file.string() + part, unused);
  }
  return sqlite::sqlite_history_archive::open(file);
}

}  // namespace footfall::store
