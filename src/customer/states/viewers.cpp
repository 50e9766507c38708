// Who looks at what now.
#include "footfall/profile/viewer_table.hpp"

#include "customer/states/make_states.hpp"

#include <utility>

namespace footfall::customer {
namespace {

constexpr auto about_section = "viewers.about";
constexpr auto click_section = "viewers";

class viewers_cut final : public row_cut {
 public:
  explicit viewers_cut(const profile::viewer_table& of) : saved_(of.save()) {}
  void write(section_writer& to, const std::function<bool()>&) override {
    to.append_one(about_section, saved_.expired_until_ms);
    to.append(click_section, saved_.clicks);
  }

 private:
  const profile::saved_viewers saved_;
};

class viewers final : public derived_state_of<profile::viewer_table> {
 public:
  void apply(const fold_event& event) override {
    if (event.item && event.committed.type == events::event_type::click)
      value.apply(*event.item, event.committed.user, event.committed.time_ms);
  }

  void forget(const user_key& user) override { value.forget(user); }

  [[nodiscard]] std::unique_ptr<row_cut> cut() override { return std::make_unique<viewers_cut>(value); }

  [[nodiscard]] result<void> load(const section_reader& from, std::size_t) override {
    const auto expired_ms = from.read_one<std::int64_t>(about_section);
    if (!expired_ms) return expired_ms.error();
    profile::saved_viewers saved{{}, *expired_ms};
    if (auto done = from.read_into(saved.clicks, click_section); !done) return done;
    return value.load(saved, from.items_end);
  }

  void figures(figure_sink& to) const override { to.memory("viewers", value.bytes()); }
};

}  // namespace

made_state make_viewers(const customer_settings&, const profile::profile_settings&) {
  return std::make_unique<viewers>();
}

}  // namespace footfall::customer
