// The largest rating of each item type.
#include "footfall/catalog/largest_ratings.hpp"

#include "customer/states/make_states.hpp"

#include <algorithm>
#include <utility>

namespace footfall::customer {
namespace {

constexpr auto rating_section = "ratings";

struct saved_rating {
  std::uint32_t item_type = 0;
  std::uint32_t largest = 0;
};

class ratings_cut final : public row_cut {
 public:
  explicit ratings_cut(const catalog::largest_ratings& of) {
    for (const auto& [type, largest] : of.all()) saved_.push_back({type, largest});
  }
  void write(section_writer& to, const std::function<bool()>&) override {
    std::ranges::sort(saved_, {}, &saved_rating::item_type);
    to.append(rating_section, saved_);
  }

 private:
  std::vector<saved_rating> saved_;
};

class ratings final : public derived_state_of<catalog::largest_ratings> {
 public:
  void apply(const fold_event& event) override {
    const auto& committed = event.committed;
    if (event.item && committed.type == events::event_type::rate && committed.value >= 0)
      value.add(committed.item.type, static_cast<std::uint8_t>(committed.value));
  }

  // Says nothing of users.
  void forget(const user_key&) override {}

  [[nodiscard]] std::unique_ptr<row_cut> cut() override { return std::make_unique<ratings_cut>(value); }

  [[nodiscard]] result<void> load(const section_reader& from, std::size_t) override {
    const auto saved = from.read<saved_rating>(rating_section);
    if (!saved) return saved.error();
    for (const auto& [type, largest] : *saved) {
      if (largest > catalog::largest_ratings::rating_max)
        return failure{error::io_failed, "the state file: a rating that cannot be"};
      value.add(type, static_cast<std::uint8_t>(largest));
    }
    return {};
  }

  // At most a thousand item types: nothing that grows.
  void figures(figure_sink&) const override {}
};

}  // namespace

made_state make_ratings(const customer_settings&, const profile::profile_settings&) {
  return std::make_unique<ratings>();
}

}  // namespace footfall::customer
