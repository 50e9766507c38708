// The connection that writes, with its statements.
#pragma once

#include "connection.hpp"
#include "entity_table.hpp"
#include "footfall/core/failure.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace footfall::store::sqlite {

/// Rows of `writing_connection::add_events`.
inline constexpr std::size_t events_at_once = 8;
/// Parameters of one row of `add_event` and `add_events`.
inline constexpr int event_columns = 8;

/// The connection and what is prepared on it; replaced as a whole by `recover`.
struct writing_connection {
  connection database;
  statement begin, commit, rollback;
  statement find_customer, add_customer;
  statement add_line, add_event;
  statement add_events;  // so many at once, in half the time: the table is opened once for all
  statement write_probe, delete_probe;
  statement remember_sequence, delete_events, erase_events, last_of_lines, delete_lines;
  statement last_branch, add_branch, find_branch;
  entity_table entities;
  std::int64_t last_sequence = 0;         // of the events that are there or were removed
  std::array<std::uint64_t, 2> branch{};  // of the last event; the first batch begins a new one
  bool has_own_branch = false;            // that batch has been committed

  /// Opens the file and brings its schema up to date. Errors: `store_failed`.
  [[nodiscard]] static result<writing_connection> open(const std::filesystem::path& file);

  /// Begins a branch for what is written from now on, in the transaction that is open; returns its id.
  [[nodiscard]] result<std::array<std::uint64_t, 2>> begin_branch();

  /// Whether the log up to this sequence is that of this branch. Errors: `store_failed`.
  [[nodiscard]] result<bool> holds(const std::array<std::uint64_t, 2>& id, std::int64_t sequence);
};

}  // namespace footfall::store::sqlite
