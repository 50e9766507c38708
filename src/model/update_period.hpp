// How long a model is made from what changes, before the whole history is counted again.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "model/time_window.hpp"

#include <cstdint>

namespace footfall::model {

/// How long the weights of a model stay right while time goes by. Thread-safe.
[[nodiscard]] std::int64_t update_period_ms(const model_definition& definition) noexcept;

/// A span of updates with one window and one reference time. While it lasts an event's weight stays what it
/// is, so that closed sessions are added once; events after its reference time weigh as if they were of then.
/// It ends when ages would be wrong by more than a share of the half life, when the history was numbered
/// anew, or when so much has come that counting everything again costs little more. (The idea: Cormode,
/// Shkapenyuk, Srivastava, Xu: Forward Decay, ICDE 2009.)
class update_period {
 public:
  /// True when the model can be updated from what changed since `place()`; false: `begin` is to be called.
  [[nodiscard]] bool goes_on(const build_input& input, const session_book& book,
                             const model_definition& definition) const noexcept;

  /// Begins a period with the window that is right now.
  void begin(const build_input& input, events::event_type learns_from, const model_definition& definition);

  /// Notes that everything in the book is in the model.
  void follow(const session_book& book) noexcept { place_ = book.place(); }

  [[nodiscard]] const time_window& window() const noexcept { return window_; }
  [[nodiscard]] const book_place& place() const noexcept { return place_; }

 private:
  [[nodiscard]] std::size_t count_since_begin(const session_book& book, std::uint32_t after_s) const noexcept;

  time_window window_;
  book_place place_;
  std::int64_t ends_ms_ = 0;        // wall clock
  std::size_t slots_at_begin_ = 0;  // of the book
  std::size_t events_at_begin_ = 0;
  session_number sessions_at_begin_ = 0;
};

}  // namespace footfall::model
