// Models as they are kept in a file: bytes, one value after the other.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace footfall::model {

/// A value that is written as it lies in memory: without padding.
template <class T>
concept plain_value = std::is_trivially_copyable_v<T> && !std::is_pointer_v<T> && !std::is_same_v<T, bool> &&
                      (std::has_unique_object_representations_v<T> || std::is_floating_point_v<T> ||
                       requires { requires T::has_no_padding; });

/// Takes what a model consists of, in pieces of moderate size. Not thread-safe.
class model_writer {
 public:
  using destination = std::function<void(std::span<const std::byte>)>;
  explicit model_writer(destination to) : to_(std::move(to)), waiting_(piece_bytes) {}
  model_writer(const model_writer&) = delete;
  model_writer& operator=(const model_writer&) = delete;
  ~model_writer() { flush(); }

  template <plain_value T>
  void put(const T& value) {
    append(std::as_bytes(std::span(&value, 1)));
  }

  /// The number of values, then the values.
  template <plain_value T>
  void put_all(std::span<const T> values) {
    put(std::uint64_t{values.size()});
    append(std::as_bytes(values));
  }

  void flush() {
    if (waiting_bytes_ != 0) to_(std::span(waiting_).first(waiting_bytes_));
    waiting_bytes_ = 0;
  }

 private:
  static constexpr std::size_t piece_bytes = 65536;

  void append(std::span<const std::byte> bytes) {
    if (bytes.size() > waiting_.size() - waiting_bytes_) flush();
    if (bytes.size() > waiting_.size()) return to_(bytes);
    if (bytes.empty()) return;
    std::memcpy(waiting_.data() + waiting_bytes_, bytes.data(), bytes.size());
    waiting_bytes_ += bytes.size();
  }

  destination to_;
  std::vector<std::byte> waiting_;
  std::size_t waiting_bytes_ = 0;
};

/// Gives back what a `model_writer` took. What is asked for beyond the end is refused. Not thread-safe.
class model_reader {
 public:
  /// The bytes outlive the reader.
  explicit model_reader(std::span<const std::byte> bytes) : rest_(bytes) {}

  /// False when there is nothing left.
  template <plain_value T>
  [[nodiscard]] bool take(T& value) {
    return copy(std::as_writable_bytes(std::span(&value, 1)));
  }

  /// False when there are not as many as it says.
  template <plain_value T>
  [[nodiscard]] bool take_all(std::vector<T>& values) {
    std::uint64_t count = 0;
    if (!take(count) || count > rest_.size() / sizeof(T)) return false;
    values.resize(static_cast<std::size_t>(count));
    return copy(std::as_writable_bytes(std::span(values)));
  }

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

 private:
  [[nodiscard]] bool copy(std::span<std::byte> out) {
    if (out.size() > rest_.size()) return false;
    if (!out.empty()) std::memcpy(out.data(), rest_.data(), out.size());
    rest_ = rest_.subspan(out.size());
    return true;
  }

  std::span<const std::byte> rest_;
};

}  // namespace footfall::model
