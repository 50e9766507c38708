// A list that takes no memory while it is empty, grows without a copy and gives memory back when it shrinks.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace footfall::profile {

/// Values in chunks, added and removed at the end. Not thread-safe.
template <class Value>
class chunked_list {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] Value& operator[](std::size_t place) {
    return (*chunks_[place / per_chunk])[place % per_chunk];
  }
  [[nodiscard]] const Value& operator[](std::size_t place) const {
    return (*chunks_[place / per_chunk])[place % per_chunk];
  }

  void push_back(Value added) {
    if (size_ == chunks_.size() * per_chunk) chunks_.push_back(std::make_unique<chunk>());
    (*this)[size_++] = std::move(added);
  }
  void pop_back() {
    (*this)[--size_] = Value{};
    if (size_ % per_chunk == 0) chunks_.pop_back();
  }

 private:
  static constexpr std::size_t per_chunk = 32;
  using chunk = std::array<Value, per_chunk>;

  std::vector<std::unique_ptr<chunk>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace footfall::profile
