// Runs the chunks of a range on several threads, each chunk once, the next free thread taking the next chunk.
#pragma once

#include <cstddef>
#include <functional>

namespace footfall::model {

/// A range of numbers: `begin` up to but not including `end`; `number` counts the chunks from 0.
struct chunk {
  std::size_t number;
  std::size_t begin;
  std::size_t end;
};

/// Calls `make_worker` once on each thread (the caller's is one of them), and what it returns for one chunk
/// after the other. The first exception that a worker throws ends the run and is thrown again here.
void for_each_chunk(std::size_t count, std::size_t chunk_size, unsigned threads,
                    const std::function<std::function<void(const chunk&)>()>& make_worker);

/// How many chunks there are. Thread-safe.
[[nodiscard]] constexpr std::size_t chunk_count(std::size_t count, std::size_t chunk_size) noexcept {
  return (count + chunk_size - 1) / chunk_size;
}

}  // namespace footfall::model
