// What users say of brands, categories and products.
#include "customer/states/make_states.hpp"
#include "footfall/customer/preference_table.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/events/page_events.hpp"

#include <utility>

namespace footfall::customer {
namespace {

constexpr auto user_section = "preferences";
constexpr auto said_section = "preferences.said";
constexpr auto text_section = "preferences.text";

struct saved_user {
  user_key user;
  std::uint64_t count = 0;
};

struct saved_preference {
  std::uint32_t time_s = 0;
  std::uint16_t target_bytes = 0;
  std::uint8_t type = 0;
  std::uint8_t action = 0;
};

class preferences_cut final : public row_cut {
 public:
  explicit preferences_cut(const preference_table& of) : all_(of.all()) {}
  void write(section_writer& to, const std::function<bool()>&) override {
    std::vector<saved_user> users;
    std::vector<saved_preference> all;
    std::vector<char> texts;
    for (const auto& [user, said] : all_) {
      users.push_back({user, said.size()});
      for (const auto& each : said) {
        all.push_back({each.time_s, static_cast<std::uint16_t>(each.target.size()),
                       static_cast<std::uint8_t>(each.type), static_cast<std::uint8_t>(each.action)});
        texts.insert(texts.end(), each.target.begin(), each.target.end());
      }
    }
    to.append(user_section, users);
    to.append(said_section, all);
    to.append(text_section, texts);
  }

 private:
  const std::vector<preference_table::of_user> all_;
};

failure bad_file() { return {error::io_failed, "the state file: preferences that cannot be"}; }

class preferences final : public derived_state_of<preference_table> {
 public:
  void apply(const fold_event& event) override {
    const auto& committed = event.committed;
    if (committed.type != events::preference_event) return;
    auto target = events::find_detail(committed.details, "pt");
    const auto type = find_preference_target(events::find_detail(committed.details, "py").value_or(""));
    const auto action = find_preference_action(events::find_detail(committed.details, "pa").value_or(""));
    if (target && type && action)
      value.put(committed.user, {std::move(*target), event.time_s(), *type, *action});
  }

  void forget(const user_key& user) override { value.forget(user); }

  [[nodiscard]] std::unique_ptr<row_cut> cut() override { return std::make_unique<preferences_cut>(value); }

  [[nodiscard]] result<void> load(const section_reader& from, std::size_t) override {
    const auto users = from.read<saved_user>(user_section);
    if (!users) return users.error();
    const auto all = from.read<saved_preference>(said_section);
    if (!all) return all.error();
    const auto texts = from.read<char>(text_section);
    if (!texts) return texts.error();
    std::size_t next = 0;
    std::size_t text = 0;
    for (const auto& [user, count] : *users) {
      if (count > all->size() - next) return bad_file();
      for (const auto end = next + count; next < end; ++next) {
        const auto& saved = (*all)[next];
        if (saved.target_bytes > texts->size() - text || saved.type > 3 || saved.action > 3)
          return bad_file();
        value.put(user,
                  {std::string(texts->data() + text, saved.target_bytes), saved.time_s,
                   static_cast<preference_target>(saved.type), static_cast<preference_action>(saved.action)});
        text += saved.target_bytes;
      }
    }
    return {};
  }

  void figures(figure_sink& to) const override {
    to.gauge("footfall_preferences", "What users like or never want to see again", value.size());
    to.memory("preferences", value.bytes());
  }
};

}  // namespace

made_state make_preferences(const customer_settings&, const profile::profile_settings&) {
  return std::make_unique<preferences>();
}

}  // namespace footfall::customer
