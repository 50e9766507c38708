// Which items were tracked lately.
#include "footfall/catalog/tracked_days.hpp"

#include "customer/states/make_states.hpp"

#include <utility>

namespace footfall::customer {
namespace {

constexpr auto day_section = "tracked.days";

class tracked_cut final : public row_cut {
 public:
  explicit tracked_cut(std::vector<std::uint16_t> days) : days_(std::move(days)) {}
  void write(section_writer& to, const std::function<bool()>&) override { to.append(day_section, days_); }

 private:
  const std::vector<std::uint16_t> days_;
};

class tracked final : public derived_state_of<catalog::tracked_days> {
 public:
  void apply(const fold_event& event) override {
    if (event.tracks_item()) value.add(*event.item, event.time_s());
  }

  // Says nothing of users.
  void forget(const user_key&) override {}

  [[nodiscard]] std::unique_ptr<row_cut> cut() override {
    return std::make_unique<tracked_cut>(value.save());
  }

  [[nodiscard]] result<void> load(const section_reader& from, std::size_t) override {
    const auto days = from.read<std::uint16_t>(day_section);
    return days ? value.load(*days, from.items_end) : days.error();
  }

  void figures(figure_sink& to) const override { to.memory("tracked_items", value.bytes()); }
};

}  // namespace

made_state make_tracked(const customer_settings&, const profile::profile_settings&) {
  return std::make_unique<tracked>();
}

}  // namespace footfall::customer
