// The archive of histories in a SQLite file.
#include "footfall/store/history_archive.hpp"

#include "connection.hpp"
#include "history_row.hpp"
#include "store_files.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace footfall::store::sqlite {
namespace {

constexpr const char* schema =
    "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA "
    "cache_size = -16384; PRAGMA secure_delete = ON;"
    "CREATE TABLE IF NOT EXISTS archive(number INTEGER PRIMARY KEY CHECK (number = 1), id BLOB NOT NULL,"
    " generation INTEGER NOT NULL, settled INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS abandoned(after INTEGER NOT NULL, last INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS history(number INTEGER PRIMARY KEY, place INTEGER NOT NULL,"
    " customer INTEGER NOT NULL, user BLOB NOT NULL, generation INTEGER NOT NULL, last_s INTEGER NOT NULL,"
    " content BLOB NOT NULL, checksum INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS history_place ON history(place);"
    "INSERT OR IGNORE INTO archive(number, id, generation, settled) VALUES (1, randomblob(16), 1, 0);"
    "PRAGMA user_version = 2;";

/// Of the form of the rows: an archive of another one is made anew.
constexpr std::int64_t archive_version = 2;

constexpr std::size_t page_bytes = 4096;

// Of a small file nothing is gained.
constexpr std::int64_t free_pages_least = 256;

/// Generations that count no more: what was put in them was never confirmed.
struct lost_generations {
  std::uint64_t after = 0;
  std::uint64_t last = 0;
};

std::span<const std::byte> as_blob(std::string_view bytes) noexcept {
  return std::as_bytes(std::span(bytes.data(), bytes.size()));
}

class sqlite_history_archive final : public history_archive {
 public:
  static result<std::unique_ptr<history_archive>> open(const std::filesystem::path& file) {
    if (auto done = make_private(file, links::refused); !done) return done.error();
    auto database = connection::open(file, connection::access::read_write);
    if (!database) return database.error();
    const auto version = database->query_integer(
        "SELECT iif((SELECT count(*) FROM sqlite_schema) = 0, 2, user_version) FROM pragma_user_version");
    if (!version) return version.error();
    if (*version != archive_version)
      return failure{error::store_failed, file.string() + ": an archive of another version"};
    if (auto made = database->execute(schema); !made) return made.error();
    std::unique_ptr<sqlite_history_archive> archive(new sqlite_history_archive(std::move(*database), file));
    if (auto done = archive->prepare(); !done) return done.error();
    return std::unique_ptr<history_archive>(std::move(archive));
  }

  result<bool> go_back(const archive_mark& moment) override {
    const bool held = moment.id == mark_.id && moment.generation <= mark_.generation &&
                      moment.generation >= confirmed_ && !is_lost(moment.generation);
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
    if (auto done = confirm(moment); !done) return done.error();
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

  result<void> confirm(const archive_mark& moment) override {
    if (moment.id != mark_.id || moment.generation <= confirmed_) return {};
    confirm_->bind(1, static_cast<std::int64_t>(moment.generation));
    if (auto done = confirm_->run(); !done) return done;
    confirmed_ = moment.generation;
    return {};
  }

  result<void> put(std::span<const archived_history> rows) override {
    std::vector<std::pair<std::int64_t, const archived_history*>> order;
    order.reserve(rows.size());
    for (const auto& row : rows) order.emplace_back(place_of(row.customer, row.user), &row);
    std::ranges::sort(order);
    return as_one([&]() -> result<void> {
      for (const auto& [place, row] : order)
        if (auto done = put_row(place, *row); !done) return done;
      return {};
    });
  }

  result<bool> find(customer_number customer, const user_key& user, std::string& content) override {
    content.clear();
    if (auto read = read_rows(place_of(customer, user), customer, user); !read) return read.error();
    const auto* newest = newest_row(mark_.generation);
    if (newest == nullptr) return false;
    content = newest->content;
    return true;
  }

  result<void> erase(customer_number customer, std::span<const user_key> users) override {
    auto done = as_one([&]() -> result<void> {
      for (const auto& user : users) {
        if (auto read = read_rows(place_of(customer, user), customer, user); !read) return read;
        for (const auto& each : found_)
          if (auto gone = delete_row(each.number); !gone) return gone;
      }
      return {};
    });
    // Without it the write-ahead log would keep what was there.
    return done ? database_.execute("PRAGMA wal_checkpoint(TRUNCATE)") : done;
  }

  result<void> clear(customer_number customer) override {
    clear_->bind(1, static_cast<std::int64_t>(customer.value));
    if (auto done = clear_->run(); !done) return done;
    if (database_.changes() == 0) return {};
    // Nobody can go back to before this any more.
    if (auto done = database_.execute("UPDATE archive SET id = randomblob(16)"); !done) return done;
    return read_mark();
  }

  result<swept_histories> sweep(const std::map<customer_number, std::uint32_t>& since_s,
                                std::size_t rows_max) override {
    swept_histories found;
    if (auto read = read_old(since_s, rows_max, found); !read) return read.error();
    if (found.dropped.empty()) return found;
    auto done = as_one([&] { return drop(since_s, found.dropped); });
    if (done) done = read_mark();
    if (!done) return done.error();
    return found;
  }

  result<void> shrink(std::size_t bytes_max) override {
    const auto free = database_.query_integer("PRAGMA freelist_count");
    if (!free) return free.error();
    const auto all = database_.query_integer("PRAGMA page_count");
    if (!all) return all.error();
    if (*free < free_pages_least || *free < *all / 4) return {};
    const auto pages = std::to_string(bytes_max / page_bytes);
    return database_.execute(("PRAGMA incremental_vacuum(" + pages + ")").c_str());
  }

  result<void> renew() override {
    if (database_.in_transaction()) (void)database_.execute("ROLLBACK");
    auto done =
        database_.execute("UPDATE archive SET id = randomblob(16), generation = generation + 1, settled = 0");
    return done ? read_mark() : done;
  }

  std::uint64_t size_bytes() const override {
    std::uint64_t bytes = 0;
    for (const auto* part : {"", "-wal"}) {
      std::error_code unknown;
      const auto of_part = std::filesystem::file_size(file_.string() + part, unknown);
      if (!unknown) bytes += of_part;
    }
    return bytes;
  }

 private:
  struct kept_row {
    std::int64_t number = 0;
    std::uint64_t generation = 0;
    std::uint32_t last_s = 0;
    std::string content;
  };

  sqlite_history_archive(connection database, std::filesystem::path file)
      : database_(std::move(database)), file_(std::move(file)) {}

  result<void> prepare() {
    const std::pair<std::optional<statement>*, std::string_view> texts[] = {
        {&rows_of_,
         "SELECT number, place, customer, user, generation, last_s, content, checksum FROM history "
         "WHERE place = ?"},
        {&insert_,
         "INSERT INTO history(place, customer, user, generation, last_s, content, checksum) "
         "VALUES (?, ?, ?, ?, ?, ?, ?)"},
        {&delete_, "DELETE FROM history WHERE number = ?"},
        {&sweep_,
         "SELECT number, place, customer, user, generation, last_s, content, checksum FROM history "
         "WHERE number > ? ORDER BY number LIMIT ?"},
        {&alike_, "SELECT 1 FROM history WHERE place BETWEEN ? AND ? AND customer = ? LIMIT 1"},
        {&clear_, "DELETE FROM history WHERE customer = ?"},
        {&next_, "UPDATE archive SET generation = ?"},
        {&confirm_, "UPDATE archive SET settled = ?"},
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
    confirmed_ = static_cast<std::uint64_t>(query->integer(2));
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
    for (;;) {
      const auto more = rows_of_->next();
      if (!more) return more.error();
      if (!*more) return {};
      // Also of others with the same place: a damaged user would make the row one of nobody.
      const auto row = read_history_row(*rows_of_, file_);
      if (!row) return row.error();
      if (row->customer == customer && row->user == user)
        found_.push_back({rows_of_->integer(0), row->generation, row->last_s, std::string(row->content)});
    }
  }

  result<void> put_row(std::int64_t place, const archived_history& row) {
    if (auto read = read_rows(place, row.customer, row.user); !read) return read;
    const auto* confirmed = newest_row(confirmed_);
    for (const auto& each : found_)
      if (&each != confirmed)
        if (auto done = delete_row(each.number); !done) return done;
    insert_->bind(1, place);
    insert_->bind(2, static_cast<std::int64_t>(row.customer.value));
    insert_->bind(3, std::as_bytes(std::span(row.user.words)));
    insert_->bind(4, static_cast<std::int64_t>(mark_.generation));
    insert_->bind(5, std::int64_t{row.last_s});
    insert_->bind(6, as_blob(row.content));
    insert_->bind(
        7, history_row{place, row.customer, row.user, mark_.generation, row.last_s, row.content}.checksum());
    return insert_->run();
  }

  result<void> delete_row(std::int64_t number) {
    delete_->bind(1, number);
    return delete_->run();
  }

  /// All of it is done, or nothing.
  template <class Work>
  result<void> as_one(const Work& work) {
    if (auto begun = database_.execute("BEGIN IMMEDIATE"); !begun) return begun;
    auto done = work();
    if (done) done = database_.execute("COMMIT");
    if (!done && database_.in_transaction()) (void)database_.execute("ROLLBACK");
    return done;
  }

  /// Users of some rows, from where the last call ended, that look old.
  result<void> read_old(const std::map<customer_number, std::uint32_t>& since_s, std::size_t rows_max,
                        swept_histories& found) {
    sweep_->bind(1, swept_until_);
    sweep_->bind(2, static_cast<std::int64_t>(rows_max));
    std::size_t rows = 0;
    for (;; ++rows) {
      const auto more = sweep_->next();
      if (!more) return more.error();
      if (!*more) break;
      const auto row = read_history_row(*sweep_, file_);
      if (!row) return row.error();
      swept_until_ = sweep_->integer(0);
      const auto since = since_s.find(row->customer);
      if (since != since_s.end() && row->last_s >= since->second) continue;
      found.dropped.push_back({row->customer, row->user});
    }
    found.finished = rows < rows_max;
    if (found.finished) swept_until_ = 0;
    return {};
  }

  /// Drops users that look old, and leaves those in the list that have been dropped.
  result<void> drop(const std::map<customer_number, std::uint32_t>& since_s,
                    std::vector<swept_histories::user>& users) {
    std::size_t kept = 0;
    bool of_unknown = false;
    for (const auto& each : users) {
      const auto place = place_of(each.customer, each.key);
      if (auto read = read_rows(place, each.customer, each.key); !read) return read;
      const auto since = since_s.find(each.customer);
      const bool unknown = since == since_s.end();
      if (!unknown && !is_old(since->second)) continue;
      of_unknown = of_unknown || unknown;
      for (const auto& row : found_)
        if (auto done = delete_row(row.number); !done) return done;
      if (!found_.empty()) users[kept++] = each;
    }
    users.resize(kept);
    for (auto& each : users) {
      const auto like = place_of(each.customer, each.key) & ~places_of_alike;
      alike_->bind(1, like);
      alike_->bind(2, like | places_of_alike);
      alike_->bind(3, static_cast<std::int64_t>(each.customer.value));
      const auto another = alike_->next();
      if (!another) return another.error();
      each.alone = !*another;
      alike_->reset();
    }
    return of_unknown ? database_.execute("UPDATE archive SET id = randomblob(16)") : result<void>{};
  }

  /// Whether what there is of the user that was read last is old, now and where the archive can go back to.
  [[nodiscard]] bool is_old(std::uint32_t since_s) const {
    for (const auto up_to : {mark_.generation, confirmed_}) {
      const auto* row = newest_row(up_to);
      if (row != nullptr && row->last_s >= since_s) return false;
    }
    return true;
  }

  connection database_;
  const std::filesystem::path file_;
  std::optional<statement> rows_of_, insert_, delete_, sweep_, alike_, clear_, next_, confirm_, abandon_;
  archive_mark mark_;
  std::uint64_t confirmed_ = 0;
  std::vector<lost_generations> lost_;
  std::vector<kept_row> found_;
  std::int64_t swept_until_ = 0;
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
