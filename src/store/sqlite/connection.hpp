// A SQLite connection and its prepared statements, with failures as values.
#pragma once

#include "footfall/core/failure.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace footfall::store::sqlite {

/// A prepared statement, to be run again and again. Not thread-safe; must not outlive its connection.
class statement {
 public:
  /// Values of the parameters, from 1. Texts and bytes must stay until the statement has run.
  void bind(int position, std::int64_t value);
  void bind(int position, std::string_view text);
  void bind(int position, std::span<const std::byte> bytes);
  void bind_null(int position);

  /// Runs to the next row; false when there is none, and the statement is then reset.
  [[nodiscard]] result<bool> next();

  /// Runs a statement without rows, and resets it.
  [[nodiscard]] result<void> run();

  /// Ends a run whose rows are not all wanted; gives the read lock back. No effect otherwise.
  void reset();

  /// Columns of the current row, from 0. Texts and bytes are valid until `next` or `reset`.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] bool is_text(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  friend class connection;
  statement(sqlite3_stmt* prepared, const std::string* file);

  struct finalizer {
    void operator()(sqlite3_stmt* prepared) const noexcept;
  };
  std::unique_ptr<sqlite3_stmt, finalizer> prepared_;
  const std::string* file_;  // the connection's
};

/// Ends a run of the statement whatever happens, also when a visitor throws.
class run_end {
 public:
  explicit run_end(statement& running) : running_(running) {}
  ~run_end() { running_.reset(); }
  run_end(const run_end&) = delete;
  run_end& operator=(const run_end&) = delete;

 private:
  statement& running_;
};

/// An open database file. Not thread-safe.
class connection {
 public:
  enum class access { read_only, read_write };

  /// Opens the file; `read_write` creates it. Nothing is read yet. Errors: `store_failed`.
  [[nodiscard]] static result<connection> open(const std::filesystem::path& file, access how);

  /// Runs statements without parameters and results.
  [[nodiscard]] result<void> execute(const char* statements);

  [[nodiscard]] result<statement> prepare(std::string_view text);

  /// The first column of the first row of a query; 0 when there is no row.
  [[nodiscard]] result<std::int64_t> query_integer(std::string_view text);

  /// Number of rows that the last statement changed.
  [[nodiscard]] std::int64_t changes() const;
  [[nodiscard]] std::int64_t last_insert_rowid() const;

  /// Whether a transaction is open. SQLite ends some by itself when they fail.
  [[nodiscard]] bool in_transaction() const;

  /// Moves what it can from the write-ahead log to the database file, waiting for nobody.
  [[nodiscard]] result<void> checkpoint();

  /// Turns off SQLite's own checkpoints and counts instead: `frames` is the length of the write-ahead log in
  /// pages after the last commit. It must outlive the connection.
  void count_log_frames(int& frames);

  [[nodiscard]] const std::string& file() const noexcept { return *file_; }

 private:
  struct closer {
    void operator()(sqlite3* database) const noexcept;
  };
  connection(sqlite3* database, const std::filesystem::path& file);

  std::unique_ptr<const std::string> file_;  // on the heap, since statements point to it
  std::unique_ptr<sqlite3, closer> database_;
};

}  // namespace footfall::store::sqlite
