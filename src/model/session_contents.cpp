// Appends sessions to chunks of words: owner, number of items, the items, their steps two to a word.
#include "model/session_contents.hpp"

#include <algorithm>
#include <limits>
#include <new>

namespace footfall::model {

content_place session_contents::append(owner_number owner, std::span<const session_item> items) {
  const auto words = session_content::words_of(items.size());
  if (chunks_.empty() || chunks_.back().used + words > last_room_) {
    if (chunks_.size() > std::numeric_limits<content_place>::max() / chunk_words) throw std::bad_alloc();
    chunks_.push_back({std::make_shared_for_overwrite<std::uint32_t[]>(chunk_words)});
    last_room_ = chunk_words;
  }
  auto& last = chunks_.back();
  auto* const begin = last.words.get() + last.used;
  const auto place = (chunks_.size() - 1) * chunk_words + last.used;
  last.used += words;
  begin[0] = owner;
  begin[1] = static_cast<std::uint32_t>(items.size());
  auto* const names = begin + session_content::header_words;
  auto* const steps = names + items.size();
  for (std::size_t at = 0; at < items.size(); ++at) {
    names[at] = items[at].item;
    if (at % 2 == 0)
      steps[at / 2] = items[at].steps;
    else
      steps[at / 2] |= items[at].steps << 16;
  }
  return static_cast<content_place>(place);
}

void session_contents::save(model_writer& to) const {
  to.put(std::uint64_t{chunks_.size()});
  for (const auto& each : chunks_) to.put_all(std::span<const std::uint32_t>(each.words.get(), each.used));
}

bool session_contents::load(model_reader& from, std::size_t items_end, std::vector<bool>& begins) {
  std::uint64_t chunks = 0;
  if (!from.take(chunks) || chunks > std::numeric_limits<content_place>::max() / chunk_words) return false;
  std::vector<std::uint32_t> words;
  for (std::uint64_t number = 0; number < chunks; ++number) {
    if (!from.take_all(words) || words.size() > chunk_words) return false;
    begins.resize(begins.size() + chunk_words);
    const auto first = begins.size() - chunk_words;
    for (std::size_t at = 0; at < words.size();) {
      if (words.size() - at < session_content::header_words) return false;
      const session_content session(words.data() + at);
      const auto length = session_content::words_of(session.size());
      if (length > words.size() - at) return false;
      for (const auto item : session.items())
        if (item >= items_end) return false;
      begins[first + at] = true;
      at += length;
    }
    chunks_.push_back({std::make_shared_for_overwrite<std::uint32_t[]>(words.size()), words.size()});
    std::ranges::copy(words, chunks_.back().words.get());
    last_room_ = words.size();
  }
  return true;
}

void session_contents::shrink() {
  if (chunks_.empty() || chunks_.back().used == last_room_) return;
  auto& last = chunks_.back();
  auto exact = std::make_shared_for_overwrite<std::uint32_t[]>(last.used);
  std::copy_n(last.words.get(), last.used, exact.get());
  last.words = std::move(exact);
  last_room_ = last.used;
}

std::size_t session_contents::memory_bytes() const noexcept {
  std::size_t words = 0;
  for (const auto& each : chunks_) words += each.used;
  return words * sizeof(std::uint32_t) + chunks_.capacity() * sizeof(chunks_[0]);
}

}  // namespace footfall::model
