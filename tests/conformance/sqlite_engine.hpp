// A fresh SQLite store for the suites, and ways to look into its file.
#pragma once

#include "footfall/store/engines.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdint>
#include <filesystem>

namespace footfall::test {

struct sqlite_engine {
  temporary_folder folder;
  store::store_settings settings;

  result<std::unique_ptr<store::event_store>> open() const {
    return store::open_store(settings, folder.path());
  }
  [[nodiscard]] std::filesystem::path file() const { return folder.path() / settings.file; }
};

inline void run_sql(const std::filesystem::path& file, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
  sqlite3_close(database);
}

/// The first column of the first row.
inline std::int64_t query_integer(const std::filesystem::path& file, const char* sql) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  sqlite3_stmt* query = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(database, sql, -1, &query, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
  EXPECT_EQ(sqlite3_step(query), SQLITE_ROW);
  const auto value = sqlite3_column_int64(query, 0);
  sqlite3_finalize(query);
  sqlite3_close(database);
  return value;
}

}  // namespace footfall::test
