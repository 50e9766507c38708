#include "footfall/catalog/repeated_texts.hpp"

#include <bit>

namespace footfall::catalog {

namespace {

constexpr std::size_t repeated_bytes_min = 3;  // shorter ones take as little as a number
constexpr std::size_t repeated_bytes_max = 255;
constexpr std::size_t seen_once_max = 1U << 17;

// Which run a number is in, counted from its begin: the runs before it hold as many as it, less the first.
struct place_in_run {
  std::size_t run, place;
};

place_in_run place_of(std::uint32_t number, std::uint32_t first_run) noexcept {
  const auto from = number + first_run;
  const auto run = static_cast<unsigned>(std::bit_width(from) - std::bit_width(first_run));
  return {run, from - (first_run << run)};
}

}  // namespace

const std::string& repeated_texts::at(std::uint32_t number) const noexcept {
  const auto [run, place] = place_of(number, first_run);
  return runs_[run][place];
}

std::optional<std::uint32_t> repeated_texts::find(std::string_view text) const {
  const auto found = numbers_.find(text);
  return found == numbers_.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::uint32_t> repeated_texts::add(std::string_view text) {
  const auto number = size_.load(std::memory_order_relaxed);
  if (number == texts_max) return std::nullopt;
  const auto [run, place] = place_of(number, first_run);
  if (!runs_[run]) {
    const std::size_t texts = std::size_t{first_run} << run;
    runs_[run] = std::make_unique<std::string[]>(texts);
    bytes_ += texts * sizeof(std::string);
  }
  auto& added = runs_[run][place];
  added = text;
  if (added.capacity() > std::string().capacity()) bytes_ += added.capacity();
  size_.store(number + 1, std::memory_order_release);
  numbers_.insert(number);
  return number;
}

std::optional<std::string_view> repeated_texts::text_of(std::uint32_t number) const noexcept {
  if (number >= size_.load(std::memory_order_acquire)) return std::nullopt;
  return at(number);
}

std::size_t repeated_texts::bytes() const noexcept {
  return sizeof(*this) + bytes_ + numbers_.bucket_count() * (sizeof(std::uint32_t) + 1);
}

std::optional<std::uint32_t> text_numbers::number_of(std::string_view text) {
  if (text.size() < repeated_bytes_min || text.size() > repeated_bytes_max) return std::nullopt;
  if (const auto known = texts_->find(text)) return known;
  if (seen_.size() == seen_once_max) seen_.clear();
  const bool is_new = seen_.insert(std::hash<std::string_view>{}(text)).second;
  return is_new ? std::nullopt : texts_->add(text);
}

}  // namespace footfall::catalog
