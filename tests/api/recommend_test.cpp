// Recommendations whose history has to come back from the archive are for a thread that may wait.
#include "api/test_shop.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::test {
namespace {

/// Anna clicked and has gone to the archive since, Bert clicked afterwards.
class archived_recommendations : public testing::Test {
 protected:
  archived_recommendations() {
    shop.get("/api/00000/click/anna/1/42");
    static_cast<void>(shop.events());
    shop.drop_users();
    shop.get("/api/00000/click/bert/1/42");
    static_cast<void>(shop.events());
  }

  bool is_slow(const std::string& target) { return shop.plan_for(target).slow; }

  const temporary_folder folder;
  test_shop shop{{}, folder.path() / "db.histories"};
};

TEST_F(archived_recommendations, only_a_recommendation_for_somebody_in_the_archive_goes_to_a_worker) {
  const struct {
    const char* target;
    bool slow;
  } cases[] = {
      {"/api/v2/00000/anna/cross_sell.json", true},
      {"/api/v2/00000/anna/cross_sell", true},
      {"/api/v2/00000/anna/cross_sell.jsonp?jsonpcallback=f", true},
      {"/api/00000/anna/cross_sell.json", true},
      {"/api/v2/00000/bert/cross_sell.json", false},
      {"/api/00000/bert/cross_sell.json", false},
      {"/api/v2/00000/stranger/cross_sell.json", false},
      {"/api/v2/99999/anna/cross_sell.json", false},
      {"/api/00000/click/anna/1/43", false},
      {"/api/00000/rendered/anna/1/43", false},
  };
  for (const auto& each : cases) EXPECT_EQ(is_slow(each.target), each.slow) << each.target;
}

TEST_F(archived_recommendations, a_history_that_has_come_back_is_read_on_the_io_thread) {
  const std::string target = "/api/v2/00000/anna/cross_sell.json?contextitems=CLICKED";
  ASSERT_TRUE(is_slow(target));
  ASSERT_TRUE(shop.builder.run_once());
  EXPECT_EQ(shop.get(target).status, 200);
  EXPECT_FALSE(is_slow(target));
}

TEST_F(archived_recommendations, who_clicks_after_being_archived_still_has_to_be_read_back) {
  shop.get("/api/00000/click/anna/1/43");
  static_cast<void>(shop.events());
  EXPECT_TRUE(is_slow("/api/v2/00000/anna/cross_sell.json"));
}

TEST_F(archived_recommendations, an_account_waits_for_what_a_login_brings_from_the_archive) {
  shop.get("/api/00000/login/anna/bert");
  static_cast<void>(shop.events());
  EXPECT_TRUE(is_slow("/api/v2/00000/bert/cross_sell.json"));
}

TEST(recommendations, without_anybody_in_an_archive_none_waits) {
  test_shop shop;
  shop.get("/api/00000/click/anna/1/42");
  static_cast<void>(shop.events());
  EXPECT_FALSE(shop.plan_for("/api/v2/00000/anna/cross_sell.json").slow);
}

}  // namespace
}  // namespace footfall::test
