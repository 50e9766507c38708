// A list that many hold and few change.
#pragma once

#include <boost/smart_ptr/make_shared.hpp>
#include <boost/smart_ptr/shared_ptr.hpp>

#include <cstddef>
#include <initializer_list>
#include <utility>
#include <vector>

namespace footfall {

/// A list whose copies share its elements until one of them is edited: a thousand customers with the built-in
/// library hold it once.
///
/// As thread-safe as a vector: copies may be used by different threads.
template <class T>
class shared_list {
 public:
  shared_list() : elements_(nothing()) {}
  shared_list(std::vector<T> elements) : elements_(boost::make_shared<std::vector<T>>(std::move(elements))) {}
  shared_list(std::initializer_list<T> elements) : shared_list(std::vector<T>(elements)) {}

  [[nodiscard]] const T* begin() const noexcept { return elements_->data(); }
  [[nodiscard]] const T* end() const noexcept { return begin() + size(); }
  [[nodiscard]] const T* data() const noexcept { return begin(); }
  [[nodiscard]] std::size_t size() const noexcept { return elements_->size(); }
  [[nodiscard]] bool empty() const noexcept { return elements_->empty(); }
  [[nodiscard]] const T& operator[](std::size_t index) const noexcept { return (*elements_)[index]; }
  [[nodiscard]] const T& front() const noexcept { return elements_->front(); }
  [[nodiscard]] const T& back() const noexcept { return elements_->back(); }

  /// The elements of this list alone, to be changed: copied first where others hold them, too. Valid until
  /// this list is copied, assigned to or destroyed.
  [[nodiscard]] std::vector<T>& edit() {
    if (elements_.use_count() > 1) elements_ = boost::make_shared<std::vector<T>>(*elements_);
    return *elements_;
  }

  /// Whether both hold the same elements in the same place.
  [[nodiscard]] bool shares_with(const shared_list& other) const noexcept {
    return elements_ == other.elements_;
  }

  void clear() { elements_ = nothing(); }

 private:
  static const boost::shared_ptr<std::vector<T>>& nothing() {
    static const auto empty = boost::make_shared<std::vector<T>>();
    return empty;
  }

  boost::shared_ptr<std::vector<T>> elements_;
};

}  // namespace footfall
