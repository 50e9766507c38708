// Appends sessions to chunks of words: owner, number of items, the items, their steps two to a word.
#include "model/session_contents.hpp"

#include <limits>
#include <new>

namespace footfall::model {

content_place session_contents::append(owner_number owner, std::span<const session_item> items) {
  const auto words = session_content::header_words + items.size() + (items.size() + 1) / 2;
  if (last_used_ + words > last_room_) {
    if (chunks_.size() > std::numeric_limits<content_place>::max() / chunk_words) throw std::bad_alloc();
    chunks_.push_back(std::make_shared_for_overwrite<std::uint32_t[]>(chunk_words));
    last_room_ = chunk_words;
    last_used_ = 0;
  }
  auto* const begin = chunks_.back().get() + last_used_;
  const auto place = (chunks_.size() - 1) * chunk_words + last_used_;
  last_used_ += words;
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

void session_contents::shrink() {
  if (chunks_.empty() || last_used_ == last_room_) return;
  auto exact = std::make_shared_for_overwrite<std::uint32_t[]>(last_used_);
  std::copy_n(chunks_.back().get(), last_used_, exact.get());
  chunks_.back() = std::move(exact);
  last_room_ = last_used_;
}

std::size_t session_contents::memory_bytes() const noexcept {
  if (chunks_.empty()) return 0;
  return ((chunks_.size() - 1) * chunk_words + last_room_) * sizeof(std::uint32_t) +
         chunks_.capacity() * sizeof(chunks_[0]);
}

}  // namespace footfall::model
