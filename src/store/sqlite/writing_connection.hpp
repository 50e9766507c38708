// The connection that writes, with its statements.
#pragma once

#include "connection.hpp"
#include "footfall/core/failure.hpp"

#include <cstdint>
#include <filesystem>

namespace footfall::store::sqlite {

/// The connection and what is prepared on it; replaced as a whole by `recover`.
struct writing_connection {
  connection database;
  statement begin, commit, rollback;
  statement find_customer, add_customer;
  statement add_line, add_event;
  statement write_probe, delete_probe;
  statement remember_sequence, delete_events, last_of_lines, delete_lines;
  std::int64_t last_sequence = 0;  // of the events that are there or were removed

  /// Opens the file and brings its schema up to date. Errors: `store_failed`.
  [[nodiscard]] static result<writing_connection> open(const std::filesystem::path& file);
};

}  // namespace footfall::store::sqlite
