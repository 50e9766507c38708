// Categories of items by clicks.
#include "footfall/catalog/item_categories.hpp"

#include "customer/states/make_states.hpp"
#include "footfall/customer/customer.hpp"

#include <utility>

namespace footfall::customer {
namespace {

constexpr auto about_section = "categories.about";
constexpr auto path_section = "categories.paths";
constexpr auto text_section = "categories.texts";
constexpr auto item_section = "categories.items";
constexpr auto seen_section = "categories.seen";

struct about_categories {
  std::uint64_t random_state = 0;
  std::uint64_t issues = 0;
};

class categories_cut final : public row_cut {
 public:
  explicit categories_cut(const catalog::item_categories& of) : saved_(of.save()) {}
  void write(section_writer& to, const std::function<bool()>&) override {
    to.append_one(about_section, about_categories{saved_.random_state, saved_.issues});
    to.append(path_section, saved_.paths);
    to.append(text_section, saved_.texts);
    to.append(item_section, saved_.items);
    to.append(seen_section, saved_.seen);
  }

 private:
  const catalog::saved_categories saved_;
};

class categories final : public derived_state_of<catalog::item_categories> {
 public:
  void apply(const fold_event& event) override {
    if (event.item && event.category_path && event.settings.load()->click_categories)
      value.add(*event.item, *event.category_path, event.time_s());
  }

  // Says nothing of users.
  void forget(const user_key&) override {}

  [[nodiscard]] std::unique_ptr<row_cut> cut() override { return std::make_unique<categories_cut>(value); }

  [[nodiscard]] result<void> load(const section_reader& from, std::size_t) override {
    const auto about = from.read_one<about_categories>(about_section);
    if (!about) return about.error();
    catalog::saved_categories saved;
    saved.random_state = about->random_state;
    saved.issues = static_cast<std::uint32_t>(about->issues);
    if (auto done = from.read_into(saved.paths, path_section); !done) return done;
    if (auto done = from.read_into(saved.texts, text_section); !done) return done;
    if (auto done = from.read_into(saved.items, item_section); !done) return done;
    if (auto done = from.read_into(saved.seen, seen_section); !done) return done;
    return value.load(saved, from.items_end);
  }

  [[nodiscard]] std::uint64_t settings_digest(const customer_settings& settings) const override {
    return settings.click_categories ? 1 : 0;
  }

  void figures(figure_sink& to) const override {
    to.gauge("footfall_categorised_items", "Items that clicks have put into a category", value.items());
    to.gauge("footfall_category_paths", "Different category paths of clicks in memory", value.paths());
    to.memory("categories", value.bytes());
  }
};

}  // namespace

made_state make_categories(const customer_settings&, const profile::profile_settings&) {
  return std::make_unique<categories>();
}

}  // namespace footfall::customer
