#include "footfall/catalog/frequent_values.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <utility>

namespace footfall::catalog {

namespace {

struct counted_value {
  std::size_t items = 0;
  std::string text;
};

bool comes_first(const counted_value& left, const counted_value& right) {
  return left.items != right.items ? left.items > right.items : left.text < right.text;
}

/// Keeps the first of what it is given, in order.
class first_values {
 public:
  explicit first_values(std::size_t most) : most_(most) {}

  void offer(counted_value value) {
    const auto place = std::ranges::upper_bound(kept_, value, comes_first);
    if (place == kept_.end() && kept_.size() == most_) return;
    kept_.insert(place, std::move(value));
    if (kept_.size() > most_) kept_.pop_back();
  }

  [[nodiscard]] std::vector<std::string> take() {
    std::vector<std::string> texts;
    texts.reserve(kept_.size());
    for (auto& each : kept_) texts.push_back(std::move(each.text));
    return texts;
  }

 private:
  std::size_t most_;
  std::vector<counted_value> kept_;
};

}  // namespace

std::vector<std::string> frequent_values(const catalogue& of, std::string_view key, std::size_t most,
                                         item_index end) {
  const auto values = of.values_under(key);
  boost::unordered_flat_set<attribute_value> seen;
  first_values first(most);
  const auto look_at = [&](const std::string& text) {
    const auto value = value_of(key, text);
    if (seen.insert(value).second) first.offer({of.items_with(value).size(), text});
  };
  for (item_index item = 0; item < end && seen.size() < values; ++item) {
    if (of.find(item) == nullptr) continue;
    const auto found = of.read(item);
    if (!found) continue;
    if (key == "brand" && !found->brand.empty()) look_at(found->brand);
    if (const auto* const attribute = found->find(key, attribute_type::nominal))
      for (const auto& text : attribute->texts) look_at(text);
  }
  return first.take();
}

}  // namespace footfall::catalog
