// The only calls of SQLite's C interface.
#include "connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>

namespace footfall::store::sqlite {

namespace {

/// Longest wait for another process that has the file locked (a backup, `sqlite3` at work).
constexpr int busy_timeout_ms = 5000;

/// The last error of the operating system on the database file or its write-ahead log; 0 when there was none.
int last_system_error(sqlite3* database) {
  int of_database = 0;
  sqlite3_file_control(database, "main", SQLITE_FCNTL_LAST_ERRNO, &of_database);
  sqlite3_file* log = nullptr;
  sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  int of_log = 0;
  if (log != nullptr && log->pMethods != nullptr)
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &of_log);
  return of_log != 0 ? of_log : of_database;
}

bool is_full(int code, int system_error) {
  // A quota or a limit on file sizes is as good as a full disk, but SQLite calls it an I/O error; so is what
  // keeps the index of the log from growing.
  return code == SQLITE_FULL || code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_SHMOPEN ||
         ((code & 0xFF) == SQLITE_IOERR &&
          (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG));
}

/// The sentence for a failed call: what SQLite says, and what to do about it.
failure failure_of(sqlite3* database, int code, const std::string& file) {
  const auto text =
      database == nullptr ? std::string(sqlite3_errstr(code)) : std::string(sqlite3_errmsg(database));
  const auto system_error = database == nullptr ? 0 : last_system_error(database);
  const auto primary = code & 0xFF;
  const auto sentence = [&](std::string_view form) {
    return failure{error::store_failed, fmt::format(fmt::runtime(form), file, text, code)};
  };
  if (is_full(code, system_error))
    return sentence("no space left for {0} ({1}): free some, storing then resumes by itself");
  switch (primary) {
    case SQLITE_CORRUPT:
      return sentence("{0} is damaged ({1}): restore it from a backup");
    case SQLITE_NOTADB:
      return sentence("{0} is no footfall store ({1}): choose another file");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return sentence("{0} is locked by another program ({1}): end that program");
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return sentence(
          "{0} cannot be opened for writing ({1}): check its permissions and those of its folder");
    default:
      return sentence("{0}: {1} (SQLite's code {2})");
  }
}

int count_frames(void* frames, sqlite3*, const char*, int pages) {
  *static_cast<int*>(frames) = pages;
  return SQLITE_OK;
}

}  // namespace

void statement::finalizer::operator()(sqlite3_stmt* prepared) const noexcept { sqlite3_finalize(prepared); }

statement::statement(sqlite3_stmt* prepared, const std::string* file) : prepared_(prepared), file_(file) {}

// Binding fails for a wrong position or a statement that still runs only, which the tests would show, and for
// texts beyond SQLite's limit of a gigabyte.
void statement::bind(int position, std::int64_t value) {
  sqlite3_bind_int64(prepared_.get(), position, value);
}

void statement::bind(int position, std::string_view text) {
  sqlite3_bind_text64(prepared_.get(), position, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void statement::bind(int position, std::span<const std::byte> bytes) {
  sqlite3_bind_blob64(prepared_.get(), position, bytes.data(), bytes.size(), SQLITE_STATIC);
}

void statement::bind_null(int position) { sqlite3_bind_null(prepared_.get(), position); }

result<bool> statement::next() {
  const auto code = sqlite3_step(prepared_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    reset();
    return false;
  }
  auto failed = failure_of(sqlite3_db_handle(prepared_.get()), code, *file_);
  reset();
  return failed;
}

result<void> statement::run() {
  const auto row = next();
  if (!row) return row.error();
  return {};
}

void statement::reset() { sqlite3_reset(prepared_.get()); }

std::int64_t statement::integer(int column) const { return sqlite3_column_int64(prepared_.get(), column); }

std::string_view statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(prepared_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_.get(), column))};
}

bool statement::is_text(int column) const {
  return sqlite3_column_type(prepared_.get(), column) == SQLITE_TEXT;
}

bool statement::is_null(int column) const {
  return sqlite3_column_type(prepared_.get(), column) == SQLITE_NULL;
}

void connection::closer::operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }

connection::connection(sqlite3* database, const std::filesystem::path& file)
    : file_(std::make_unique<const std::string>(file.string())), database_(database) {}

result<connection> connection::open(const std::filesystem::path& file, access how) {
  const auto flags =
      how == access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* database = nullptr;
  // No mutex: a connection belongs to one thread at a time.
  const auto code = sqlite3_open_v2(file.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  connection opened(database, file);
  if (code != SQLITE_OK) return failure_of(database, code, opened.file());
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, busy_timeout_ms);
  // Who reads goes through tables from one end to the other, and would keep pages that are not asked for
  // again.
  if (how == access::read_only)
    if (auto small = opened.execute("PRAGMA cache_size = -256"); !small) return small.error();
  return opened;
}

result<void> connection::execute(const char* statements) {
  const auto code = sqlite3_exec(database_.get(), statements, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure_of(database_.get(), code, *file_);
  return {};
}

result<statement> connection::prepare(std::string_view text) {
  sqlite3_stmt* prepared = nullptr;
  const auto code = sqlite3_prepare_v3(database_.get(), text.data(), static_cast<int>(text.size()),
                                       SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (code != SQLITE_OK) return failure_of(database_.get(), code, *file_);
  return statement(prepared, file_.get());
}

result<std::int64_t> connection::query_integer(std::string_view text) {
  auto query = prepare(text);
  if (!query) return query.error();
  const auto row = query->next();
  if (!row) return row.error();
  return *row ? query->integer(0) : 0;
}

std::int64_t connection::changes() const { return sqlite3_changes64(database_.get()); }

std::int64_t connection::last_insert_rowid() const { return sqlite3_last_insert_rowid(database_.get()); }

bool connection::in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }

result<void> connection::checkpoint() {
  const auto code =
      sqlite3_wal_checkpoint_v2(database_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) return failure_of(database_.get(), code, *file_);
  return {};
}

void connection::count_log_frames(int& frames) { sqlite3_wal_hook(database_.get(), count_frames, &frames); }

}  // namespace footfall::store::sqlite
