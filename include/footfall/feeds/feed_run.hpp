// What came of reading a feed: for people, as JSON.
#pragma once

#include "footfall/feeds/item_store.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace footfall::feeds {

/// How a run ended.
enum class run_outcome : std::uint8_t {
  published,  ///< the catalogue is what the feed says
  unchanged,  ///< the feed says what it said before
  refused,    ///< the feed was read, and the catalogue stays as it was
  failed,     ///< the feed could not be had, or the catalogue not be stored
  checked     ///< the feed was read, and nothing was to be stored; no run of a server ends so
};

/// `published` and its like. Thread-safe.
[[nodiscard]] std::string_view name_of(run_outcome outcome) noexcept;

/// One run.
struct feed_run {
  std::string source;         ///< the address, without its query
  std::int64_t begun_ms = 0;  ///< wall clock
  std::int64_t duration_ms = 0;
  run_outcome outcome = run_outcome::failed;
  std::string reason;  ///< of one that was refused or has failed, for people
  stored_items items;  ///< of one that was published
  std::string report;  ///< JSON of `import_report`, of one that was read
};

/// What is known of a feed beside its settings.
struct feed_state {
  static constexpr std::size_t runs_max = 30;

  // Of the last answer: sent back with the next request, and by the hash it is told whether anything is new.
  std::string etag, last_modified;
  std::uint64_t content_hash = 0;
  std::uint64_t reading_digest = 0;    ///< of how it was read: read otherwise, it may be another catalogue
  std::uint32_t conditional_runs = 0;  ///< since one asked for the whole
  std::uint32_t failures = 0;          ///< one after the other
  std::int64_t due_ns = 0;             ///< steady clock
  std::int64_t published_ms = 0;       ///< when it last was the catalogue; wall clock; 0: never
  bool recalled = false;               ///< the store was asked what it knows of the feed
  bool may_shrink = false;             ///< the next run may have however few items
  std::deque<feed_run> runs;           ///< the newest first
};

/// Appends the run as one JSON object. Thread-safe.
void append_json(std::string& out, const feed_run& run);

/// Reads what `append_json` has written; what is missing or of another type stays as in a new run.
/// Errors: `io_failed` for what is no run. Thread-safe.
[[nodiscard]] result<feed_run> read_run(std::string_view json);

}  // namespace footfall::feeds
