#include "footfall/customer/model_builder.hpp"

#include "support/example_events.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <thread>

namespace footfall::test {
namespace {

boost::shared_ptr<const customer::customer_settings> settings_of(std::string id) {
  auto settings = boost::make_shared<customer::customer_settings>();
  settings->id = std::move(id);
  return settings;
}

/// A store, its customers and a builder that is driven by hand.
struct workshop {
  workshop()
      : builder(
            {}, [this] { return customers.load(); }, *store.make_reader(), time) {
    set({"shop"});
  }

  void set(const std::vector<std::string>& ids) {
    auto directory = boost::make_shared<customer::customer_directory>();
    const auto current = customers.load();
    for (const auto& id : ids) {
      const auto number = *store.number_of(id);
      auto known = current ? current->find(number) : customer::customer_directory::pointer{};
      directory->add(known ? known : boost::make_shared<customer::customer>(number, settings_of(id)));
    }
    customers.publish(std::move(directory));
  }
  customer::customer_directory::pointer shop() { return customers.load()->find("shop"); }
  void append(const std::vector<events::event>& batch) { ASSERT_TRUE(store.append_batch(batch)); }

  manual_clock time;
  memory_event_store store;
  published<customer::customer_directory> customers;
  customer::model_builder builder;
};

TEST(model_builder, the_first_round_builds_even_without_events) {
  workshop at;
  EXPECT_EQ(*at.builder.run_once(), 1U);
  EXPECT_TRUE(at.shop()->models.load());
}

TEST(model_builder, is_ready_when_there_are_models_and_a_build_can_be_asked_for) {
  workshop at;
  EXPECT_FALSE(at.builder.is_ready());
  ASSERT_TRUE(at.builder.run_once());
  EXPECT_FALSE(at.builder.is_ready());
  EXPECT_EQ(at.builder.build_now(at.shop()->number).error().code(), error::not_ready);
  at.builder.start();
  EXPECT_TRUE(at.builder.is_ready());
  EXPECT_TRUE(at.builder.build_now(at.shop()->number));
}

TEST(model_builder, with_loaded_models_it_is_ready_once_a_build_can_be_asked_for) {
  workshop at;
  at.builder.note_loaded_models();
  EXPECT_FALSE(at.builder.is_ready());
  at.builder.start();
  EXPECT_TRUE(at.builder.is_ready());
}

TEST(model_builder, pause_after_a_round_is_the_interval_or_what_keeps_its_share_of_a_core) {
  const customer::builder_settings settings{
      .rebuild_interval_ms = 10'000, .processor_share = 0.25, .threads = 2};
  EXPECT_EQ(customer::pause_after(settings, 0), 10'000);
  EXPECT_EQ(customer::pause_after(settings, 100'000'000), 10'000);
  // Six seconds on two threads are twelve of a core: a quarter of 48 seconds, 6 of which are over.
  EXPECT_EQ(customer::pause_after(settings, 6'000'000'000), 42'000);
}

TEST(model_builder, a_round_without_news_builds_nothing) {
  workshop at;
  at.append({click(1, 1), click(1, 2)});
  EXPECT_EQ(*at.builder.run_once(), 1U);
  const auto models = at.shop()->models.load();
  EXPECT_EQ(*at.builder.run_once(), 0U);
  EXPECT_EQ(at.shop()->models.load(), models);
  at.append({click(2, 1)});
  EXPECT_EQ(*at.builder.run_once(), 1U);
  EXPECT_EQ(at.shop()->models.load()->events_seen, 3U);
}

/// A minute goes by whenever somebody looks.
class walking_clock final : public clock {
 public:
  [[nodiscard]] std::int64_t wall_ms() const noexcept override { return wall_ms_ += 60'000; }
  [[nodiscard]] std::int64_t steady_ns() const noexcept override { return 0; }

 private:
  mutable std::atomic<std::int64_t> wall_ms_{manual_clock().wall_ms()};
};

TEST(model_builder, a_model_serves_since_it_was_published_and_not_since_its_build_began) {
  workshop at;
  const walking_clock time;
  customer::model_builder builder(
      {}, [&] { return at.customers.load(); }, *at.store.make_reader(), time);
  at.append({click(1, 1)});
  std::vector<customer_number> forced{at.shop()->number};
  ASSERT_TRUE(builder.run_once(forced));
  const auto first = at.shop()->models.load();
  const auto* clicked = first->find("top_clicked");
  ASSERT_TRUE(clicked->content);
  EXPECT_GE(clicked->serves_ms, clicked->content->record().built_at_ms + 60'000);
  EXPECT_EQ(first->mixed_ms, clicked->serves_ms);
  ASSERT_TRUE(builder.run_once(forced));
  const auto second = at.shop()->models.load();
  ASSERT_NE(second, first);
  for (const auto& each : second->models) {
    const auto* before = first->find(each.definition.id);
    if (each.content == before->content) {
      EXPECT_EQ(each.serves_ms, before->serves_ms) << each.definition.id;
    } else {
      EXPECT_GT(each.serves_ms, before->serves_ms) << each.definition.id;
    }
  }
  EXPECT_EQ(second->find("top_clicked")->content, clicked->content);
}

TEST(model_builder, new_settings_lead_to_new_models) {
  workshop at;
  ASSERT_TRUE(at.builder.run_once());
  at.shop()->settings.publish(settings_of("shop"));
  EXPECT_EQ(*at.builder.run_once(), 1U);
}

TEST(model_builder, a_customer_that_joins_later_gets_models_of_its_past) {
  workshop at;
  auto past = click(1, 1);
  past.customer = *at.store.number_of("late");
  at.append({click(1, 1), past, past});
  ASSERT_TRUE(at.builder.run_once());
  at.set({"shop", "late"});
  ASSERT_TRUE(at.builder.run_once());
  EXPECT_EQ(at.customers.load()->find("late")->models.load()->events_seen, 2U);
  EXPECT_EQ(at.shop()->models.load()->events_seen, 1U);
}

TEST(model_builder, weights_are_chosen_once_and_serve_with_the_next_round) {
  workshop at;
  at.append({click(1, 1), click(1, 2)});
  ASSERT_TRUE(at.builder.run_once());
  EXPECT_TRUE(at.shop()->models.load()->choices.empty());
  while (at.builder.advance_choices(1'000'000'000)) {
  }
  EXPECT_EQ(*at.builder.run_once(), 1U);
  const auto models = at.shop()->models.load();
  ASSERT_EQ(models->choices.size(), 1U);
  EXPECT_EQ(models->choices[0].learns_from, events::event_type::click);
  EXPECT_TRUE(models->choices[0].is_default);
  EXPECT_FALSE(models->choices[0].reason.empty());
  EXPECT_FALSE(at.builder.advance_choices(1'000'000'000));  // not again before a day has passed
  at.time.advance_ms(86'400'000);
  at.append({click(1, 3)});
  ASSERT_TRUE(at.builder.run_once());
  EXPECT_TRUE(at.builder.advance_choices(1'000'000'000));
}

TEST(model_builder, weights_are_chosen_when_an_import_has_ended_and_not_from_its_beginning) {
  workshop at;
  ASSERT_TRUE(at.builder.run_once());
  std::vector<events::event> old;
  for (std::uint32_t item = 1; item <= 200; ++item) {
    old.push_back(click(item, item));
    old.back().time_ms -= 86'400'000;
  }
  at.append(old);
  ASSERT_TRUE(at.builder.run_once());
  EXPECT_FALSE(at.builder.advance_choices(1'000'000'000));
  ASSERT_TRUE(at.builder.run_once());
  EXPECT_TRUE(at.builder.advance_choices(1'000'000'000));
}

TEST(model_builder, customer_that_does_not_want_it_has_no_weights_chosen) {
  workshop at;
  auto settings = boost::make_shared<customer::customer_settings>();
  settings->id = "shop";
  settings->choose_weights = false;
  at.shop()->settings.publish(std::move(settings));
  at.append({click(1, 1), click(1, 2)});
  ASSERT_TRUE(at.builder.run_once());
  EXPECT_FALSE(at.builder.advance_choices(1'000'000'000));
}

TEST(model_builder, build_now_includes_every_event_committed_before) {
  workshop at;
  at.builder.start();
  for (std::uint32_t item = 1; item <= 20; ++item) {
    at.append({click(item, item)});
    ASSERT_TRUE(at.builder.build_now(at.shop()->number));
    EXPECT_EQ(at.shop()->models.load()->events_seen, item);
  }
  at.builder.stop();
  EXPECT_EQ(at.builder.build_now(at.shop()->number).error().code(), error::not_ready);
}

TEST(model_builder, stop_leaves_models_of_everything_that_was_committed) {
  workshop at;
  ASSERT_TRUE(at.builder.run_once());
  at.builder.start();
  at.append({click(1, 1), click(1, 2)});
  at.builder.stop();
  EXPECT_EQ(at.shop()->models.load()->events_seen, 2U);
}

TEST(model_builder, a_round_that_is_not_to_go_on_rebuilds_nothing) {
  workshop at;
  at.append({click(1, 1)});
  EXPECT_EQ(at.builder.run_once({}, [] { return false; }).error().code(), error::not_ready);
  EXPECT_FALSE(at.shop()->models.load());
  EXPECT_EQ(*at.builder.run_once(), 1U);
}

TEST(model_builder, reads_while_models_are_published) {
  workshop at;
  at.append({click(1, 1), click(1, 2)});
  ASSERT_TRUE(at.builder.run_once());
  at.builder.start();
  std::thread reader([&] {
    for (int round = 0; round < 2000; ++round) ASSERT_FALSE(at.shop()->models.load()->models.empty());
  });
  for (std::uint32_t item = 1; item <= 50; ++item) {
    at.append({click(item, item)});
    ASSERT_TRUE(at.builder.build_now(at.shop()->number));
  }
  reader.join();
}

}  // namespace
}  // namespace footfall::test
