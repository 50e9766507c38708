// Numbers for texts that occur in many items: brands, categories, keys and values of attributes.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace footfall::catalog {

/// Texts by number. Grows only, up to a bound. One thread adds; others may read texts whose numbers they got
/// after they were added.
class repeated_texts {
 public:
  static constexpr std::uint32_t texts_max = 1U << 18;

  repeated_texts() = default;
  repeated_texts(const repeated_texts&) = delete;
  repeated_texts& operator=(const repeated_texts&) = delete;

  /// The number of a text; nothing when it has none. For the thread that adds.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const;

  /// Gives a text that has none a number; nothing when there are too many.
  std::optional<std::uint32_t> add(std::string_view text);

  /// The text of a number, valid as long as this; nothing when no text has it.
  [[nodiscard]] std::optional<std::string_view> text_of(std::uint32_t number) const noexcept;

  /// Memory that it takes. For the thread that adds.
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  // Texts never move: the first run holds 64 of them, each further one twice as many.
  static constexpr std::uint32_t first_run = 64;
  static constexpr std::size_t runs_max = 13;

  [[nodiscard]] const std::string& at(std::uint32_t number) const noexcept;

  // The set holds numbers and looks the texts up.
  struct hash_of_text {
    using is_transparent = void;
    const repeated_texts* owner;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
    std::size_t operator()(std::uint32_t number) const noexcept { return (*this)(owner->at(number)); }
  };
  struct same_text {
    using is_transparent = void;
    const repeated_texts* owner;
    bool operator()(std::uint32_t left, std::uint32_t right) const noexcept { return left == right; }
    bool operator()(std::string_view left, std::uint32_t right) const noexcept {
      return left == owner->at(right);
    }
    bool operator()(std::uint32_t left, std::string_view right) const noexcept {
      return owner->at(left) == right;
    }
  };

  std::array<std::unique_ptr<std::string[]>, runs_max> runs_;
  std::atomic<std::uint32_t> size_{0};
  boost::unordered_flat_set<std::uint32_t, hash_of_text, same_text> numbers_{0, hash_of_text{this},
                                                                             same_text{this}};
  std::size_t bytes_ = 0;  // of texts and their runs
};

/// Finds out which texts repeat, and gives those a number when they come for the second time: what occurs
/// once is not worth it. Not thread-safe; the texts outlive it.
class text_numbers {
 public:
  explicit text_numbers(repeated_texts& texts) : texts_(&texts) {}

  /// The number of a text that has one by now; nothing when it has to be written out.
  [[nodiscard]] std::optional<std::uint32_t> number_of(std::string_view text);

 private:
  repeated_texts* texts_;
  boost::unordered_flat_set<std::size_t> seen_;  // hashes of texts that came once, a bounded number
};

}  // namespace footfall::catalog
