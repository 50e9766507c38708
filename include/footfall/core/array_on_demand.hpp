// An array that costs nothing until something is put into it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <span>

namespace footfall {

/// `count` values that are made together when the first of them is asked for to be changed; until then
/// reading finds values as they are when they are made. For tables with locks of their own: thread-safe as
/// far as the values are.
template <class Value, std::size_t count>
class array_on_demand {
 public:
  array_on_demand() = default;
  ~array_on_demand() { delete made_.load(); }
  array_on_demand(const array_on_demand&) = delete;
  array_on_demand& operator=(const array_on_demand&) = delete;

  [[nodiscard]] const Value& operator[](std::size_t place) const {
    const auto* made = made_.load(std::memory_order_acquire);
    return made == nullptr ? nothing()[place] : (*made)[place];
  }
  [[nodiscard]] Value& operator[](std::size_t place) {
    return at(place, [](Value&) {});
  }
  /// The same; `prepare` is called for each value before anybody sees it.
  template <class Prepare>
  [[nodiscard]] Value& at(std::size_t place, const Prepare& prepare) {
    auto* made = made_.load(std::memory_order_acquire);
    return made == nullptr ? (*make(prepare))[place] : (*made)[place];
  }

  /// All of them, or none as long as they are not made.
  [[nodiscard]] std::span<Value> all() {
    auto* made = made_.load(std::memory_order_acquire);
    return made == nullptr ? std::span<Value>() : std::span<Value>(*made);
  }
  [[nodiscard]] std::span<const Value> all() const {
    const auto* made = made_.load(std::memory_order_acquire);
    return made == nullptr ? std::span<const Value>() : std::span<const Value>(*made);
  }

 private:
  using values = std::array<Value, count>;

  static const values& nothing() {
    static const values none{};
    return none;
  }
  template <class Prepare>
  values* make(const Prepare& prepare) {
    auto* mine = new values();
    for (auto& each : *mine) prepare(each);
    values* first = nullptr;
    if (made_.compare_exchange_strong(first, mine, std::memory_order_acq_rel)) return mine;
    delete mine;  // somebody else was first
    return first;
  }

  std::atomic<values*> made_{nullptr};
};

}  // namespace footfall
