// Numbered migrations: a change of the tables is one more row at the end.
#include "schema.hpp"

#include "connection.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace footfall::store::sqlite {

namespace {

struct migration {
  std::int64_t version;
  std::string_view sql;
};

constexpr migration migrations[] = {
    // No index besides the sequence: all readers go through the log in its order.
    // `item` is a number or a text, `space_probe` is written when the disk was full.
    {1, R"sql(
      CREATE TABLE customer(
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE
      ) STRICT;
      CREATE TABLE event(
        sequence INTEGER PRIMARY KEY,
        customer INTEGER NOT NULL,
        type INTEGER NOT NULL,
        time_ms INTEGER NOT NULL,
        user BLOB NOT NULL,
        item_type INTEGER NOT NULL,
        item ANY,
        details TEXT
      ) STRICT;
      CREATE TABLE imported_line(
        customer INTEGER NOT NULL,
        id INTEGER NOT NULL,
        PRIMARY KEY(customer, id)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE space_probe(
        number INTEGER PRIMARY KEY,
        content BLOB NOT NULL
      ) STRICT;
    )sql"},
    // `day` is that of the event, in days since 1970-01-01 UTC; of older lines it is the day of the
    // migration,
    // so that they are recognised for a whole retention more. `last_sequence` is what a removed event may
    // have
    // had, so that no number is given twice.
    {2, R"sql(
      ALTER TABLE imported_line ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
      UPDATE imported_line SET day = unixepoch() / 86400;
      CREATE TABLE last_sequence(
        number INTEGER PRIMARY KEY CHECK(number = 1),
        sequence INTEGER NOT NULL
      ) STRICT;
    )sql"},
    // What is derived from the log says in which branch it was made; the first row stands for the log as it
    // was.
    {3, R"sql(
      CREATE TABLE branch(
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL,
        after_sequence INTEGER NOT NULL
      ) STRICT;
      INSERT INTO branch(id, after_sequence) VALUES (randomblob(16), 0);
    )sql"},
    // Rows in the order of their coming with an index beside: writing and finding an entity of some hundred
    // bytes takes a third of what a table in the order of keys takes, reading them all twice as long.
    {4, R"sql(
      CREATE TABLE entity(
        number INTEGER PRIMARY KEY,
        customer INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        key BLOB NOT NULL,
        content BLOB NOT NULL,
        UNIQUE(customer, kind, generation, key)
      ) STRICT;
      CREATE TABLE entity_generation(
        customer INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        present INTEGER NOT NULL,
        next INTEGER NOT NULL,
        last INTEGER NOT NULL,
        is_clean INTEGER NOT NULL,
        PRIMARY KEY(customer, kind)
      ) STRICT, WITHOUT ROWID;
    )sql"},
    // With which import a line came, so that it is no repeat any more once that was taken back.
    {5, R"sql(
      ALTER TABLE imported_line ADD COLUMN label INTEGER NOT NULL DEFAULT 0;
    )sql"},
};

constexpr bool versions_are_in_order() {
  for (std::size_t index = 0; index < std::size(migrations); ++index)
    if (migrations[index].version != static_cast<std::int64_t>(index) + 1) return false;
  return true;
}
static_assert(versions_are_in_order());

/// How the writing connection works. The log of changes is cut back to its limit when it starts anew.
constexpr auto settings_of_the_connection =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA secure_delete = ON;"  // who was erased is not left in free pages
    "PRAGMA journal_size_limit = 16777216;"
    "PRAGMA cache_size = -8192;"
    "PRAGMA temp_store = MEMORY;";

result<std::int64_t> check_version(connection& database) {
  const auto mark = database.query_integer("PRAGMA application_id");
  if (!mark) return mark.error();
  const auto version = database.query_integer("PRAGMA user_version");
  if (!version) return version.error();
  const auto tables = database.query_integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();

  const auto is_new = *mark == 0 && *version == 0 && *tables == 0;
  if (!is_new && *mark != application_id)
    return failure{
        error::store_failed,
        fmt::format("{} is no footfall store but a database of another program: choose another file",
                    database.file())};
  if (*version > newest_schema_version())
    return failure{
        error::store_failed,
        fmt::format("{} has schema version {}, this program knows versions up to {}: start the newer "
                    "program that wrote it",
                    database.file(), *version, newest_schema_version())};
  return *version;
}

result<void> migrate(connection& database, const migration& step) {
  const auto sql =
      fmt::format("BEGIN IMMEDIATE; {} PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT;",
                  step.sql, application_id, step.version);
  auto done = database.execute(sql.c_str());
  // What matters is the first failure; after a failed rollback the connection is given up all the same.
  if (!done && database.in_transaction()) static_cast<void>(database.execute("ROLLBACK"));
  return done;
}

}  // namespace

std::int64_t newest_schema_version() noexcept { return static_cast<std::int64_t>(std::size(migrations)); }

result<void> prepare_schema(connection& database) {
  // Nothing is written before it is sure that the file is ours.
  const auto version = check_version(database);
  if (!version) return version.error();
  if (*version == 0) {
    // Only a file without tables takes this; it lets a later deletion give space back step by step.
    const auto prepared = database.execute("PRAGMA auto_vacuum = INCREMENTAL");
    if (!prepared) return prepared.error();
  }
  const auto set = database.execute(settings_of_the_connection);
  if (!set) return set.error();
  const auto log_mode = database.query_integer("SELECT journal_mode = 'wal' FROM pragma_journal_mode");
  if (!log_mode) return log_mode.error();
  if (*log_mode == 0)
    return failure{
        error::store_failed,
        fmt::format("{} is on a file system without shared memory maps, which SQLite's write-ahead log "
                    "needs: choose a local disk",
                    database.file())};
  for (const auto& step : migrations) {
    if (step.version <= *version) continue;
    const auto done = migrate(database, step);
    if (!done) return done.error();
  }
  return {};
}

}  // namespace footfall::store::sqlite
